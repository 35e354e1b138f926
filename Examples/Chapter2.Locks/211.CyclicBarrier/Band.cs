namespace Workbook.Examples.Locks.Barriers;

/// <summary>Some rows of the world that belong to one thread.</summary>
/// <param name="Number">From 1, the topmost.</param>
/// <param name="First">Its first row, from 0.</param>
/// <param name="End">The row after its last one.</param>
public sealed record Band(int Number, int First, int End)
{
    /// <summary>The name of the band and of its thread.</summary>
    public string Name => $"band {Number}";

    /// <summary>Cuts that many rows into bands that differ by one row at most.</summary>
    public static IReadOnlyList<Band> Cut(int rows, int bands) =>
        [.. Enumerable.Range(0, bands).Select(i => new Band(i + 1, rows * i / bands, rows * (i + 1) / bands))];
}
