namespace Workbook.Explorer.Scheduling;

/// <summary>A loop in which a thread spins, and nothing lets it wait: it keeps a core from those it waits for.</summary>
/// <param name="Site">Of the end of a round.</param>
/// <param name="Thread">Who was the first to be seen there.</param>
/// <param name="Reads">What it looks at, separated by commas.</param>
internal sealed record BusyLoop(int Site, string Thread, string Reads);
