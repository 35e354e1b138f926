namespace Workbook.Examples.Processes.Pools;

/// <summary>What comes back from an <see cref="Errand"/>: the square of its number, and where it ran.</summary>
public sealed record Receipt(int Number, int Square, int ProcessId);
