using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Locks;

namespace Bench;

/// <summary>Two threads increment one counter. Wanted: throughput of the parking mutex at least 0.9x Monitor, so a ratio of
/// at most 1.11.</summary>
public class ContendedMutex
{
    private const int PerThread = 200_000;

    private readonly object _monitor = new();
    private readonly Lock _lock = new();
    private readonly ParkingMutex _mutex = new();
    private long _counter;

    [Benchmark(Baseline = true, OperationsPerInvoke = 2 * PerThread)]
    public long Monitor()
    {
        TwoThreads.Run(() => { for (var i = 0; i < PerThread; i++) lock (_monitor) _counter++; });
        return _counter;
    }

    [Benchmark(OperationsPerInvoke = 2 * PerThread)]
    public long Lock()
    {
        TwoThreads.Run(() => { for (var i = 0; i < PerThread; i++) lock (_lock) _counter++; });
        return _counter;
    }

    [Benchmark(OperationsPerInvoke = 2 * PerThread)]
    public long ParkingMutex()
    {
        TwoThreads.Run(() =>
        {
            for (var i = 0; i < PerThread; i++)
            {
                _mutex.Acquire();
                _counter++;
                _mutex.Release();
            }
        });
        return _counter;
    }
}
