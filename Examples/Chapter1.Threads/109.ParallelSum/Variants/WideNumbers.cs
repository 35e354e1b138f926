// passes: adds into 128 bits, where nothing can overflow on the way, and looks once at the end whether it fits
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
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 0);
        var count = Math.Min(length, Threads);
        if (count == 0) return [];
        var (each, more) = Math.DivRem(length, count); // the first ones get one more, as long as there is a remainder
        return [.. Enumerable.Range(0, count).Select(s => new Slice(Start(s), Start(s + 1)))];

        int Start(int s) => s * each + Math.Min(s, more);
    }

    public long Of(long[] numbers)
    {
        var adders = Split(numbers.Length).Select(slice => new Adder(numbers, slice, _onSlice)).ToList();
        foreach (var adder in adders) adder.Thread.Start();
        Int128 total = 0;
        foreach (var adder in adders)
        {
            adder.Thread.Join();
            total += adder.Sum;
        }
        return checked((long)total);
    }

    private sealed class Adder
    {
        public Adder(long[] numbers, Slice slice, Action<Slice>? onSlice) => Thread = new Thread(() =>
        {
            onSlice?.Invoke(slice);
            Int128 sum = 0;
            for (var i = slice.Start; i < slice.End; i++) sum += numbers[i];
            Sum = sum;
        });

        public Thread Thread { get; }
        public Int128 Sum { get; private set; }
    }
}
