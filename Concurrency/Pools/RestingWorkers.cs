// Where workers sleep, and why no wake-up is lost. Both sides announce first and look second:
//
//      worker that finds nothing                   thread that makes work
//      Enter: _count + 1   [announce]              pushes a job           [publish]
//      fence                                       fence
//      looks once more     [look again]            reads _count           [anybody]
//      parks, if there is still nothing            takes one out of the list, unparks it
//
// Of two threads that each write and then, behind a full fence, read what the other wrote, at least one sees the other. So either
// the worker finds the job, or the thread finds the worker; an unpark that comes before the park is kept as a permit.
//
//   I1  A worker is in the list from its Enter until a wake-up takes it out or it leaves by itself.
//   I2  Whoever a wake-up took out looks for work afterwards, or passes the wake-up on.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Pools;

/// <summary>The workers of a pool that sleep, or are about to. The last to come is woken first: its caches are warmest.</summary>
[DebuggerDisplay("Count = {_count}")] // takes no lock
internal sealed class RestingWorkers
{
    private readonly TestAndTestAndSetLock _lock = new(); // for some instructions; unlike a parking one never interrupted
    private readonly List<ForkJoinWorker> _resting = [];  // guarded by _lock
    private int _count;                                   // written under _lock, read without it at [anybody]

    public int Count => Volatile.Read(ref _count);

    /// <summary>Announces that the worker is about to park. It looks once more after this, and before it parks.</summary>
    public void Enter(ForkJoinWorker worker)
    {
        using (_lock.Hold())
        {
            Debug.Assert(!_resting.Contains(worker), "I1");
            _resting.Add(worker);
            Volatile.Write(ref _count, _resting.Count); // [announce]
        }
        Interlocked.MemoryBarrier();   // pairs with the one in WakeOne and WakeAll
    }

    /// <summary>The worker is awake again.</summary>
    /// <returns>False when a wake-up had taken it out: see I2.</returns>
    public bool Leave(ForkJoinWorker worker)
    {
        using (_lock.Hold())
        {
            var wasIn = _resting.Remove(worker);
            Volatile.Write(ref _count, _resting.Count);
            return wasIn;
        }
    }

    /// <summary>There is a job more, which any of them can run.</summary>
    public void WakeOne()
    {
        Interlocked.MemoryBarrier();                 // between the caller's [publish] and [anybody]
        if (Volatile.Read(ref _count) == 0) return;  // [anybody] the usual case: everybody works
        TakeLast()?.Parker.Unpark();
    }

    /// <summary>Something has changed that not all of them can use, or that concerns all.</summary>
    public void WakeAll()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _count) == 0) return;
        foreach (var worker in TakeAll()) worker.Parker.Unpark();
    }

    private ForkJoinWorker? TakeLast()
    {
        using (_lock.Hold())
        {
            if (_resting.Count == 0) return null;
            var last = _resting[^1];
            _resting.RemoveAt(_resting.Count - 1);
            Volatile.Write(ref _count, _resting.Count);
            return last;
        }
    }

    private List<ForkJoinWorker> TakeAll()
    {
        using (_lock.Hold())
        {
            List<ForkJoinWorker> all = [.. _resting];
            _resting.Clear();
            Volatile.Write(ref _count, 0);
            return all;
        }
    }
}
