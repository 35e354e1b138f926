namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>The indices from <paramref name="Start"/> up to, but without, <paramref name="End"/>.</summary>
public readonly record struct Slice(int Start, int End)
{
    /// <summary>How many indices that are.</summary>
    public int Length => End - Start;
}
