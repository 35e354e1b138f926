// Split, sum, combine: 10 numbers, 4 threads.
//
//      numbers     0  1 | 2  3  4 | 5  6 | 7  8  9       nobody writes here
//      threads     sum 1   sum 2    sum 3   sum 4        each adds into a variable of its own
//      partials   [  .   |   .    |   .   |   .   ]      each writes its own element, once
//      caller       add the partials, after the join
//
//   I1  The slices follow one another, cover every index once, and their lengths differ by one at most.
//   I2  partials[s] is written by thread s alone, and read only after the join, which makes it visible.
//
// No two threads ever write the same variable, so there is nothing to lock.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>Adds up an array with several threads.</summary>
/// <remarks>Any thread may call any member. It keeps nothing from one call to the next.</remarks>
[DebuggerDisplay("Threads = {Threads}")] // takes no lock
public sealed class ParallelSum
{
    private readonly Action<Slice>? _onSlice;

    /// <param name="threads">How many threads share the work, at least 1.</param>
    /// <param name="onSlice">Called by each thread with its slice, before it adds it up; by several at the same time.</param>
    public ParallelSum(int threads, Action<Slice>? onSlice = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (Threads, _onSlice) = (threads, onSlice);
    }

    /// <summary>How many threads share the work, if there is a number for each.</summary>
    public int Threads { get; }

    /// <summary>Who gets what: a slice for each thread, none empty; a short array has fewer slices than threads.</summary>
    /// <param name="length">Of the array, at least 0.</param>
    public IReadOnlyList<Slice> Split(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var slices = new Slice[Math.Min(Threads, length)];
        for (var s = 0; s < slices.Length; s++)
            slices[s] = new Slice(Bound(s), Bound(s + 1)); // [split] each starts where the one before ends: I1
        return slices;

        int Bound(int s) => (int)((long)length * s / slices.Length); // long: the product may be beyond an int
    }

    /// <summary>The sum of all numbers, 0 for none. Blocks until every thread has ended.</summary>
    /// <param name="numbers">Nobody may write to them meanwhile.</param>
    /// <exception cref="OverflowException">The sum of one slice, or of several, does not fit into a long.</exception>
    public long Of(long[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var slices = Split(numbers.Length);
        var partials = new long[slices.Count];

        var group = new ThreadGroup();
        for (var s = 0; s < slices.Count; s++)
        {
            var mine = s; // not s, which goes on counting while the thread runs
            group.Start($"sum {mine + 1}", () => partials[mine] = SumOf(numbers, slices[mine])); // [store]
        }
        try { group.Join(); }
        catch (AggregateException e) when (e.InnerExceptions.All(failed => failed.InnerException is OverflowException))
        {
            throw new OverflowException("The sum of one slice does not fit into a long.", e);
        }

        var total = 0L;
        foreach (var partial in partials) total = checked(total + partial); // [combine]
        return total;
    }

    // Compiled for speed at the first call: what the demo measures shall be this loop, not the compiler at work beside it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long SumOf(long[] numbers, Slice slice)
    {
        _onSlice?.Invoke(slice);
        var sum = 0L; // in a register of this thread's core
        var (next, end) = slice;
        for (; next < end; next++) sum = checked(sum + numbers[next]); // [add]
        return sum;
    }
}
