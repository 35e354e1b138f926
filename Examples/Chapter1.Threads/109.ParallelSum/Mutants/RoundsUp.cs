// fails: the slices are as even as can be, and none is empty
// Rounds the length of a slice up: the last ones are left with little, or with nothing, as with 5 numbers and 4 threads.
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
        var each = (int)(((long)length + Threads - 1) / Threads);
        var slices = new Slice[Math.Min(Threads, length)];
        for (var s = 0; s < slices.Length; s++)
            slices[s] = new Slice((int)Math.Min(length, (long)s * each), (int)Math.Min(length, (s + 1L) * each));
        return slices;
    }

    public long Of(long[] numbers)
    {
        var slices = Split(numbers.Length);
        var partials = new long[slices.Count];
        var overflow = new OverflowException?[slices.Count];
        var threads = slices.Select((slice, s) => new Thread(() =>
        {
            try { partials[s] = SumOf(numbers, slice); }
            catch (OverflowException e) { overflow[s] = e; }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (overflow.FirstOrDefault(e => e is not null) is { } thrown) throw thrown;

        var total = 0L;
        foreach (var partial in partials) total = checked(total + partial);
        return total;
    }

    private long SumOf(long[] numbers, Slice slice)
    {
        _onSlice?.Invoke(slice);
        var sum = 0L;
        for (var i = slice.Start; i < slice.End; i++) sum = checked(sum + numbers[i]);
        return sum;
    }
}
