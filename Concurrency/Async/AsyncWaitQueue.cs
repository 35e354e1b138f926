// Who waits for an asynchronous primitive, oldest first, tasks and threads in one queue:
//
//       first                                last         Enqueue, Dequeue, and giving up from the middle
//      +--------+     +--------+     +--------+           are a few assignments each.
//      | task   | <-> | thread | <-> | task   |
//      +--------+     +--------+     +--------+
//
//      enqueued  --- Dequeue: it is given what it waits for ---> Wakeups --- Complete, without the guard ---> over
//                --- GiveUp: cancelled, or time over ----------> Wakeups ---
//
//   I1  Under the guard each waiter leaves a queue once: by Dequeue or by GiveUp. Whoever took it out completes it.
//   I2  What it is given (its key) is written before it leaves the guard, so a holder is never without a hold.
//   I3  Nothing is completed under the guard, and no code of a user's runs under it.
//
// I1 settles the race of a hand-over with a cancellation: the loser finds the waiter gone, and does nothing. A cancellation
// that comes too late is no cancellation.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Async;

/// <summary>The waits for a primitive, first in, first out.</summary>
/// <param name="guard">The lock of the primitive; it guards the queue too, and the caller holds it where said. A spin lock:
/// it is held for some assignments, and cannot be left behind by an interrupt.</param>
/// <param name="whenGivenUp">What follows when a waiter gave up, under the guard; it has to add the waiter to the wake-ups,
/// or to put it into another queue. Null: it is added.</param>
[DebuggerDisplay("Count = {Count}")] // takes no lock
internal sealed class AsyncWaitQueue(ILock guard, GaveUp? whenGivenUp = null)
{
    private AsyncWaiter? _last; // guarded by guard, as are First and Count

    public AsyncWaiter? First { get; private set; }

    public int Count { get; private set; }

    public bool IsEmpty => First is null;

    /// <summary>Appends a new wait, of a task. The guard is held.</summary>
    public TaskWaiter EnqueueTask(bool wantsKey = false, long arrival = 0)
    {
        var waiter = new TaskWaiter(this) { WantsKey = wantsKey, Arrival = arrival };
        Enqueue(waiter);
        return waiter;
    }

    /// <summary>Appends a new wait, of the calling thread. The guard is held.</summary>
    public ThreadWaiter EnqueueThread(bool wantsKey = false, long arrival = 0)
    {
        var waiter = new ThreadWaiter(this) { WantsKey = wantsKey, Arrival = arrival };
        Enqueue(waiter);
        return waiter;
    }

    /// <summary>Appends a wait that stands in no queue. The guard is held.</summary>
    public void Enqueue(AsyncWaiter waiter)
    {
        Debug.Assert(guard.IsHeldByCurrentThread && waiter.Queue is null, "I1");
        (waiter.Previous, waiter.Next) = (_last, null);
        if (_last is null) First = waiter; else _last.Next = waiter;
        _last = waiter;
        waiter.Queue = this;
        Count++;
    }

    /// <summary>Takes out the oldest wait, which the caller then completes; null when nobody waits. The guard is
    /// held.</summary>
    public AsyncWaiter? Dequeue()
    {
        var waiter = First;
        if (waiter is not null) Unlink(waiter);
        return waiter;
    }

    /// <summary>Takes out all, oldest first. The guard is held.</summary>
    public void DequeueAll(ref Wakeups wakeups)
    {
        while (Dequeue() is { } waiter) wakeups.Add(waiter);
    }

    /// <summary>Ends a wait that is still in this queue; otherwise does nothing. The guard is not held.</summary>
    public void GiveUp(AsyncWaiter waiter)
    {
        var wakeups = new Wakeups();
        guard.Acquire();
        if (waiter.Queue == this)
        {
            Unlink(waiter);
            waiter.HasGivenUp = true;
            if (whenGivenUp is null) wakeups.Add(waiter); else whenGivenUp(waiter, ref wakeups);
        }
        guard.Release();
        wakeups.Complete();
    }

    private void Unlink(AsyncWaiter waiter)
    {
        Debug.Assert(guard.IsHeldByCurrentThread && waiter.Queue == this, "I1");
        if (waiter.Previous is null) First = waiter.Next; else waiter.Previous.Next = waiter.Next;
        if (waiter.Next is null) _last = waiter.Previous; else waiter.Next.Previous = waiter.Previous;
        (waiter.Previous, waiter.Next, waiter.Queue) = (null, null, null);
        Count--;
    }
}
