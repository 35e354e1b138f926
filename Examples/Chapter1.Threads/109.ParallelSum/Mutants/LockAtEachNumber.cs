// fails: shares nothing: no lock, no atomic instruction
// A lock around each addition: right, and with two threads much slower than with none.
namespace Workbook.Examples.Threads.ParallelSums;

public sealed class ParallelSum
{
    private readonly Action<Slice>? _onSlice;
    private readonly Lock _lock = new();

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
        var slices = Split(numbers.Length);
        var overflow = new OverflowException?[slices.Count];
        var total = 0L;
        var threads = slices.Select((slice, s) => new Thread(() =>
        {
            _onSlice?.Invoke(slice);
            try
            {
                for (var i = slice.Start; i < slice.End; i++)
                {
                    lock (_lock) total = checked(total + numbers[i]);
                }
            }
            catch (OverflowException e) { overflow[s] = e; }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return overflow.FirstOrDefault(e => e is not null) is { } thrown ? throw thrown : total;
    }
}
