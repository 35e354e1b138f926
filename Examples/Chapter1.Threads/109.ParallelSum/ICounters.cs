namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>A counter for each thread; how they lie in memory is what the two implementations differ in.</summary>
public interface ICounters
{
    /// <summary>From the start of one counter to the start of the next.</summary>
    int BytesApart { get; }

    /// <summary>The counter of one thread, to be written by that thread alone.</summary>
    ref long this[int thread] { get; }
}
