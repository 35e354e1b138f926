using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Pools;

namespace Bench;

/// <summary>Merge sort of a million numbers, the same code and the same cut-off on three kinds of tasks. Wanted: throughput of
/// the pool at least 0.9x the better of the other two, so a ratio of at most 1.11.</summary>
public class ForkJoinMergeSort
{
    private const int Count = 1_000_000;

    private readonly int[] _shuffled = Shuffled();
    private readonly int[] _numbers = new int[Count], _space = new int[Count];
    private readonly WorkStealingPool _pool = new();

    /// <summary>Pieces of at most this length are sorted by one thread: large, and small enough that the tasks count.</summary>
    [Params(8_192, 128)]
    public int CutOff { get; set; }

    [IterationSetup]
    public void Fill() => _shuffled.CopyTo(_numbers, 0);

    [GlobalCleanup]
    public void Check()
    {
        _pool.Dispose();
        for (var i = 1; i < Count; i++) if (_numbers[i] < _numbers[i - 1]) throw new InvalidOperationException("not sorted");
    }

    [Benchmark(Baseline = true)]
    public void ParallelInvoke() => Task.Run(() => SortByParallel(0, Count)).Wait();

    [Benchmark]
    public void TaskRun() => Task.Run(() => SortByTask(0, Count)).Wait();

    [Benchmark]
    public void WorkStealingPool() => _pool.Run(() => SortByPool((this, 0, Count)));

    private void SortByParallel(int start, int length)
    {
        if (length <= CutOff) { Array.Sort(_numbers, start, length); return; }
        var half = length / 2;
        Parallel.Invoke(() => SortByParallel(start, half), () => SortByParallel(start + half, length - half));
        Merge(start, half, length);
    }

    private void SortByTask(int start, int length)
    {
        if (length <= CutOff) { Array.Sort(_numbers, start, length); return; }
        var half = length / 2;
        var right = Task.Run(() => SortByTask(start + half, length - half));
        SortByTask(start, half);
        right.Wait();
        Merge(start, half, length);
    }

    private static void SortByPool((ForkJoinMergeSort Sort, int Start, int Length) piece)
    {
        var (sort, start, length) = piece;
        if (length <= sort.CutOff) { Array.Sort(sort._numbers, start, length); return; }
        var half = length / 2;
        sort._pool.Invoke(SortByPool, (sort, start, half), (sort, start + half, length - half));
        sort.Merge(start, half, length);
    }

    private void Merge(int start, int half, int length)
    {
        var left = _numbers.AsSpan(start, half);
        var right = _numbers.AsSpan(start + half, length - half);
        var target = _space.AsSpan(start, length);
        for (int i = 0, l = 0, r = 0; i < length; i++)
            target[i] = r == right.Length || (l < left.Length && left[l] <= right[r]) ? left[l++] : right[r++];
        target.CopyTo(_numbers.AsSpan(start, length));
    }

    private static int[] Shuffled()
    {
        int[] numbers = [.. Enumerable.Range(0, Count)];
        new Random(1).Shuffle(numbers);
        return numbers;
    }
}
