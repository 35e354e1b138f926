// passes: the library's worker threads, a dictionary of partial sums by slice, and the overflow taken out of what Join throws
using System.Collections.Concurrent;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Threads.ParallelSums;

public sealed class ParallelSum
{
    private readonly Action<Slice>? _onSlice;

    public ParallelSum(int threads, Action<Slice>? onSlice = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (Threads, _onSlice) = (threads, onSlice);
    }

    public int Threads { get; }

    public IReadOnlyList<Slice> Split(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var slices = new Slice[Math.Min(Threads, length)];
        for (var s = 0; s < slices.Length; s++) slices[s] = new Slice(Bound(s), Bound(s + 1));
        return slices;

        int Bound(int s) => (int)((long)length * s / slices.Length);
    }

    public long Of(long[] numbers)
    {
        var partials = new ConcurrentDictionary<Slice, long>();
        List<WorkerThread> workers = [];
        foreach (var slice in Split(numbers.Length))
            workers.Add(WorkerThread.Start($"{slice.Start}..{slice.End}", () => partials[slice] = SumOf(numbers, slice)));

        Exception? failure = null;
        foreach (var worker in workers)
        {
            try { worker.Join(); }
            catch (WorkerFailedException e) { failure ??= e.InnerException; }
        }
        return failure is null ? partials.Values.Sum() : throw failure;
    }

    private long SumOf(long[] numbers, Slice slice)
    {
        _onSlice?.Invoke(slice);
        var sum = 0L;
        for (var i = slice.Start; i < slice.End; i++) sum = checked(sum + numbers[i]);
        return sum;
    }
}
