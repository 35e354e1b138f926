namespace Workbook.Examples.Processes.Pools;

/// <summary>A job of the demo: it takes so long, and ends so.</summary>
public sealed record Errand(int Number, int Ms, Fate Fate);
