// passes: tasks in place of threads, the caller adds up the last slice itself, and Sum combines, which checks by itself
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
        if (length < 0) throw new ArgumentOutOfRangeException(nameof(length));
        var slices = new List<Slice>();
        for (var left = Math.Min(Threads, length); left > 0; left--)
        {
            var start = slices.Count == 0 ? 0 : slices[^1].End;
            slices.Add(new Slice(start, start + (length - start) / left)); // a fair share of what is left
        }
        return slices;
    }

    public long Of(long[] numbers)
    {
        var slices = Split(numbers.Length);
        if (slices.Count == 0) return 0;

        var others = slices.SkipLast(1).Select(slice => Task.Run(() => Add(numbers, slice))).ToArray();
        var mine = Task.FromResult(0L);
        try { mine = Task.FromResult(Add(numbers, slices[^1])); }
        catch (OverflowException e) { mine = Task.FromException<long>(e); }
        return Task.WhenAll([.. others, mine]).GetAwaiter().GetResult().Sum(); // throws the first exception as it is
    }

    private long Add(long[] numbers, Slice slice)
    {
        _onSlice?.Invoke(slice);
        checked
        {
            long sum = 0;
            foreach (var number in numbers.AsSpan(slice.Start, slice.Length)) sum += number;
            return sum;
        }
    }
}
