// One end of a queue between processes: the producers', or the consumers'. The two are mirror images:
//
//      producers                                             consumers
//      mutex: one at a time                                  mutex: one at a time
//      mark: how far they have written   -- published -->    seen: the producers' mark when last looked at
//      seen: the consumers' mark ...     <-- published --    mark: how far they have read
//      sleepers: waiting for room                            sleepers: waiting for a message
//
// As long as the ring is neither full nor empty as far as `seen` tells, the ends do not touch each other's lines.
//
//   I1  mark and seen are written by whoever holds the mutex, mark by one store, the last of all. seen is never beyond the
//       other's mark.
//   I2  Nobody sleeps while holding the mutex. So one that is killed asleep is missed by nobody.
//   I3  An end that has moved wakes the other's sleepers after it has released its mutex: that is the fence between [publish] and
//       their [wake] (Sleepers.cs).

using System.Diagnostics;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Messages;

/// <summary>The mutex, the place and the sleepers of one end of a <see cref="ByteQueue"/>, in a region that belongs to the
/// queue.</summary>
[DebuggerDisplay("{Published}, {Sleepers}")] // takes no lock
internal sealed unsafe class QueueEnd
{
    // It yields before it sleeps, and does not spin: see RingEnd.Yield. A yield takes a microsecond on an idle machine; on a busy
    // one it may take the time slices of all others, and then one is enough.
    private static readonly long _yielding = Stopwatch.Frequency * 20 / 1_000_000; // 20 us, less than a wake-up takes

    // A mutex is held for a moment, or by somebody with a claim, or by the dead, which is found out in 20 ms. So who did not want
    // to wait for its turn waits that long for the mutex, and only then says that it was not possible.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    private readonly SharedMutex _mutex; // guards:
    private readonly ulong* _mark, _seen;

    public QueueEnd(byte* mutex, ulong* mark, ulong* seen, byte* sleepers, string name)
    {
        _mark = mark;
        _seen = seen;
        _mutex = new SharedMutex(mutex, $"{name}-mutex");
        Sleepers = new Sleepers(sleepers, $"{name}-sleepers");
    }

    /// <summary>Those who wait here for the other end.</summary>
    public Sleepers Sleepers { get; }

    /// <summary>How far this end has come; for the one who holds the mutex.</summary>
    public RingMark Mark => new(*_mark);

    /// <summary>How far this end has come, for everybody; pairs with the write in <see cref="Publish"/>.</summary>
    public RingMark Published => new(Volatile.Read(ref *_mark));

    /// <summary>The other end's mark as it was when last looked at. The mutex is held.</summary>
    public RingMark Seen => new(*_seen);

    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <summary>Whether a thread of this process has a claim here, or holds a message; stale by the time it returns.</summary>
    public bool IsHeldHere => _mutex.IsHeldInThisProcess;

    /// <summary>Takes the mutex. An owner who died left nothing to repair: I1.</summary>
    /// <returns>False when another was inside for the whole time.</returns>
    public bool Acquire(Deadline deadline, CancellationToken cancel)
    {
        using var stay = Sleepers.Enter(); // the next region may lie at the same address: no thread may wake up there
        if (!cancel.CanBeCanceled && deadline.RemainingMilliseconds == Timeout.Infinite) return _mutex.Acquire().IsHeld;
        return _mutex.TryAcquire(_patience).IsHeld || _mutex.TryAcquire(deadline, cancel).IsHeld;
    }

    public void Release() => _mutex.Release();

    /// <summary>Looks at the other end. The mutex is held.</summary>
    public RingMark LookAt(QueueEnd other) => new(*_seen = other.Published.Word);

    /// <summary>Moves on: what lies before the new mark is the other end's. The mutex is held.</summary>
    public void Publish(RingMark mark)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I1");
        Volatile.Write(ref *_mark, mark.Word); // [publish] pairs with the read in Published
    }

    /// <summary>Waits until the other end is no longer where it was <paramref name="seen"/>, or is closed. The mutex is not held:
    /// I2.</summary>
    public Outcome AwaitMove(QueueEnd other, RingMark seen, int* closed, Deadline deadline, CancellationToken cancel)
    {
        if (other.HasMoved(seen, closed)) return Outcome.Done;
        using var stay = Sleepers.Enter();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetTimestamp() - start < _yielding;)
        {
            if (cancel.IsCancellationRequested) return Outcome.Cancelled;
            if (deadline.HasPassed) return Outcome.TimeOver;
            Thread.Yield();
            if (other.HasMoved(seen, closed)) return Outcome.Done;
        }
        using var wake = Sleepers.WakeOn(cancel);
        while (true)
        {
            var announced = Sleepers.Announce();
            if (other.HasMoved(seen, closed)) return Outcome.Done; // [look]
            if (cancel.IsCancellationRequested) return Outcome.Cancelled;
            if (deadline.HasPassed) return Outcome.TimeOver;
            Sleepers.Sleep(announced, deadline);
            if (other.HasMoved(seen, closed)) return Outcome.Done; // not announced again, which would cost the other end a call
        }
    }

    private bool HasMoved(RingMark seen, int* closed) => Published != seen || Volatile.Read(ref *closed) != 0;
}
