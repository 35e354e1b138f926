using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Locks;

namespace Bench;

/// <summary>Two threads read all the time, nobody writes: what a word that all readers write costs them.</summary>
public class TwoReaders
{
    private const int PerThread = 200_000;

    private readonly ReaderWriterLockSlim _slim = new();
    private readonly FairReadersWriterLock _fair = new();
    private readonly BiasedReadersWriterLock _biased = new();

    [Benchmark(Baseline = true, OperationsPerInvoke = 2 * PerThread)]
    public void ReaderWriterLockSlim() => TwoThreads.Run(() =>
    {
        for (var i = 0; i < PerThread; i++)
        {
            _slim.EnterReadLock();
            _slim.ExitReadLock();
        }
    });

    [Benchmark(OperationsPerInvoke = 2 * PerThread)]
    public void FairReadersWriterLock() => TwoThreads.Run(() =>
    {
        for (var i = 0; i < PerThread; i++)
        {
            _fair.AcquireRead();
            _fair.ReleaseRead();
        }
    });

    [Benchmark(OperationsPerInvoke = 2 * PerThread)]
    public void BiasedReadersWriterLock() => TwoThreads.Run(() =>
    {
        for (var i = 0; i < PerThread; i++)
        {
            _biased.AcquireRead();
            _biased.ReleaseRead();
        }
    });
}
