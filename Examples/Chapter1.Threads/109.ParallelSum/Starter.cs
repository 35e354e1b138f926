namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>Adds up an array with several threads.</summary>
public sealed class ParallelSum
{
    private readonly Action<Slice>? _onSlice;

    /// <param name="threads">How many threads share the work, at least 1.</param>
    /// <param name="onSlice">Called by each thread with its slice, before it adds it up.</param>
    public ParallelSum(int threads, Action<Slice>? onSlice = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (Threads, _onSlice) = (threads, onSlice);
    }

    /// <summary>How many threads share the work, if there is a number for each.</summary>
    public int Threads { get; }

    /// <summary>Who gets what: a slice for each thread, none empty; a short array has fewer slices than threads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public IReadOnlyList<Slice> Split(int length)
    {
        // TODO: here one slice is everything, however many threads there are.
        return [new Slice(0, length)];
    }

    /// <summary>The sum of all numbers, 0 for none. Blocks until every thread has ended.</summary>
    /// <exception cref="OverflowException">The sum does not fit into a long.</exception>
    public long Of(long[] numbers)
    {
        // TODO: here the caller does it all, one slice after the other, and does not notice when the sum is too large.
        var total = 0L;
        foreach (var slice in Split(numbers.Length))
        {
            _onSlice?.Invoke(slice);
            for (var i = slice.Start; i < slice.End; i++) total += numbers[i];
        }
        return total;
    }
}
