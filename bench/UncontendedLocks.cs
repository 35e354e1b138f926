using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Locks;

namespace Bench;

/// <summary>Acquire and release by one thread, nobody else there. Wanted: parking mutex at most 1.3x Lock.</summary>
public class UncontendedLocks
{
    private readonly Lock _lock = new();
    private readonly object _monitor = new();
    private readonly ParkingMutex _mutex = new();
    private readonly ReentrantLock _reentrant = new();
    private readonly TestAndTestAndSetLock _spin = new();
    private readonly TicketLock _ticket = new();
    private readonly QueueLock _queue = new();

    [Benchmark(Baseline = true)]
    public void Lock() { _lock.Enter(); _lock.Exit(); }

    [Benchmark]
    public void Monitor() { System.Threading.Monitor.Enter(_monitor); System.Threading.Monitor.Exit(_monitor); }

    [Benchmark]
    public void ParkingMutex() { _mutex.Acquire(); _mutex.Release(); }

    [Benchmark]
    public void ReentrantLock() { _reentrant.Acquire(); _reentrant.Release(); }

    [Benchmark]
    public void TestAndTestAndSetLock() { _spin.Acquire(); _spin.Release(); }

    [Benchmark]
    public void TicketLock() { _ticket.Acquire(); _ticket.Release(); }

    [Benchmark]
    public void QueueLock() { _queue.Acquire(); _queue.Release(); }
}
