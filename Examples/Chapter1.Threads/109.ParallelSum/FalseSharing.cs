using System.Runtime.CompilerServices;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>Threads that count, each with a counter of its own.</summary>
/// <param name="threads">How many, at least 1.</param>
/// <param name="increments">How far each counts.</param>
/// <param name="cancel">Ends the counting early.</param>
public sealed class FalseSharing(int threads, int increments, CancellationToken cancel)
{
    private const int BetweenLooks = 1_000_000; // increments, some milliseconds

    /// <summary>Counts with all threads at once. Blocks until all have ended.</summary>
    /// <returns>What all counters grew by in total.</returns>
    /// <exception cref="AggregateException">Cancelled, as some threads noticed.</exception>
    public long CountWith(ICounters counters)
    {
        var before = Total(counters);
        var group = new ThreadGroup();
        for (var thread = 0; thread < threads; thread++)
        {
            var mine = thread;
            group.Start($"count {mine + 1}", () => Count(ref counters[mine]));
        }
        group.Join();
        return Total(counters) - before;
    }

    private long Total(ICounters counters) => Enumerable.Range(0, threads).Sum(thread => counters[thread]);

    private void Count(ref long counter)
    {
        for (var done = 0; done < increments; done += BetweenLooks)
        {
            cancel.ThrowIfCancellationRequested();
            Add(ref counter, Math.Min(BetweenLooks, increments - done));
        }
    }

    // Atomic, although nobody else writes this counter: such an increment needs the cache line at once. A plain store may wait
    // in the core's store buffer and go out together with those that follow it, and then little of the travelling is to be seen.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ref long counter, int times)
    {
        for (var i = 0; i < times; i++) Interlocked.Increment(ref counter); // [count]
    }
}
