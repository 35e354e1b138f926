using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Locks;

namespace Bench;

/// <summary>What it costs to know who holds a lock, since where: acquire and release by one thread, nobody else there. Wanted:
/// tracked at most 2x the mutex inside it, with a detector the same; a known order checked in at most 100 ns more.</summary>
public class TrackedLocks
{
    private readonly ParkingMutex _mutex = new();
    private readonly TrackedLock _tracked = new("alone");
    private readonly TrackedLock _detected = new("detected") { Detector = new DeadlockDetector() };
    private readonly TrackedLock _outer, _inner;
    private readonly TrackedLock _plainOuter = new("outer"), _plainInner = new("inner");

    public TrackedLocks()
    {
        var order = new LockOrderChecker(throws: true);
        (_outer, _inner) = (new TrackedLock("outer") { Order = order }, new TrackedLock("inner") { Order = order });
    }

    [Benchmark(Baseline = true)]
    public void ParkingMutex() { _mutex.Acquire(); _mutex.Release(); }

    [Benchmark]
    public void TrackedLock() { _tracked.Acquire(); _tracked.Release(); }

    [Benchmark]
    public void WithADetector() { _detected.Acquire(); _detected.Release(); }

    [Benchmark]
    public void TwoNested() { _plainOuter.Acquire(); _plainInner.Acquire(); _plainInner.Release(); _plainOuter.Release(); }

    [Benchmark]
    public void TwoNestedInAKnownOrder() { _outer.Acquire(); _inner.Acquire(); _inner.Release(); _outer.Release(); }
}
