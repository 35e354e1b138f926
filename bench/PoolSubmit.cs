using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Pools;

namespace Bench;

/// <summary>One thread from outside hands tiny jobs to a pool, and waits until all have run. Wanted: throughput of Post at least
/// 0.8x the platform's pool, so a ratio of at most 1.25 (2 cores, 2 workers). Submit makes a future for
/// each, and stands beside Task.Run; no ratio is wanted.</summary>
public class PoolSubmit
{
    private const int Jobs = 100_000;

    private readonly ManualResetEventSlim _allHaveRun = new(); // the platform's, in all three: outside what is compared
    private readonly Action _job;
    private readonly WorkerPool _pool = new(2);
    private int _left;

    public PoolSubmit() => _job = () => { if (Interlocked.Decrement(ref _left) == 0) _allHaveRun.Set(); };

    [GlobalCleanup]
    public void Close() => _pool.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Jobs)]
    public void ThreadPool() => Run(() => System.Threading.ThreadPool.UnsafeQueueUserWorkItem(
        static job => job(), _job, preferLocal: false));

    [Benchmark(OperationsPerInvoke = Jobs)]
    public void Post() => Run(() => _pool.Post(_job));

    [Benchmark(OperationsPerInvoke = Jobs)]
    public void Submit() => Run(() => _pool.Submit(_job));

    [Benchmark(OperationsPerInvoke = Jobs)]
    public void TaskRun() => Run(() => Task.Run(_job));

    private void Run(Action handOver)
    {
        _allHaveRun.Reset();
        Volatile.Write(ref _left, Jobs);
        for (var i = 0; i < Jobs; i++) handOver();
        _allHaveRun.Wait();
    }
}
