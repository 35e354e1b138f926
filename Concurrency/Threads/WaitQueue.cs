// Who waits for a primitive, oldest first, and how a wait ends:
//
//      waiting thread                          waking thread
//      guard.Acquire                           guard.Acquire
//      me = Enqueue                            next = Dequeue
//      guard.Release                           guard.Release
//      Await(me) ....... sleeps ............   next.Signal
//
//   I1  Each waiter leaves the queue once: by Dequeue, and is then signalled, or by its own giving up.
//   I2  Await returns true exactly for the waiters that Dequeue took out.
//
// I2 is what makes hand-over safe: a thread that times out at the moment in which it is chosen finds itself no longer
// in the queue, and accepts what it was given instead of losing it.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Threads;

/// <summary>The threads that wait for a primitive, first in, first out.</summary>
/// <param name="guard">The lock of the primitive; it guards the queue too, and the caller holds it where said.</param>
[DebuggerDisplay("Count = {Count}")] // takes no lock
internal sealed class WaitQueue(ILock guard)
{
    private Waiter? _first, _last; // guarded by guard, as is Count

    public int Count { get; private set; }

    public bool IsEmpty => _first is null;

    public Waiter? First => _first;

    /// <summary>Appends the calling thread. The guard is held.</summary>
    public Waiter Enqueue(object? kind = null)
    {
        var waiter = new Waiter { Kind = kind };
        Link(waiter, after: _last);
        return waiter;
    }

    /// <summary>Puts the calling thread in front of all others: it was woken, and found that another had been faster.
    /// The guard is held.</summary>
    public Waiter EnqueueFirst()
    {
        var waiter = new Waiter();
        Link(waiter, after: null);
        return waiter;
    }

    /// <summary>Takes out the oldest waiter, which the caller then signals; null when nobody waits. The guard is held.</summary>
    public Waiter? Dequeue()
    {
        var waiter = _first;
        if (waiter is not null) Unlink(waiter);
        return waiter;
    }

    /// <summary>Blocks the calling thread until it is signalled, or gives up. The guard is not held.</summary>
    /// <returns>True: it was taken out of the queue and signalled. False: time over or cancelled, and it has left the
    /// queue.</returns>
    public bool Await(Waiter me, Deadline deadline, CancellationToken cancel)
    {
        try { return me.Wait(deadline, cancel) || !GiveUp(me); }
        catch (ThreadInterruptedException)
        {
            if (GiveUp(me)) throw;
            Thread.CurrentThread.Interrupt(); // chosen meanwhile: what was handed over counts, the interrupt is for the next wait
            return true;
        }
    }

    // False when it is too late for that. An interrupt here is for the next wait: a waiter left behind in the queue would
    // swallow the wake-up of another.
    private bool GiveUp(Waiter me)
    {
        for (var interrupted = false; ; interrupted = true)
        {
            try { guard.Acquire(); }
            catch (ThreadInterruptedException) { continue; }
            var isQueued = me.IsQueued;
            if (isQueued) Unlink(me);
            guard.Release();
            if (interrupted) Thread.CurrentThread.Interrupt();
            return isQueued;
        }
    }

    private void Link(Waiter waiter, Waiter? after)
    {
        Debug.Assert(guard.IsHeldByCurrentThread && !waiter.IsQueued, "I1");
        waiter.Previous = after;
        waiter.Next = after is null ? _first : after.Next;
        if (waiter.Next is null) _last = waiter; else waiter.Next.Previous = waiter;
        if (after is null) _first = waiter; else after.Next = waiter;
        waiter.IsQueued = true;
        Count++;
    }

    private void Unlink(Waiter waiter)
    {
        Debug.Assert(guard.IsHeldByCurrentThread && waiter.IsQueued, "I1");
        if (waiter.Previous is null) _first = waiter.Next; else waiter.Previous.Next = waiter.Next;
        if (waiter.Next is null) _last = waiter.Previous; else waiter.Next.Previous = waiter.Previous;
        waiter.IsQueued = false;
        Count--;
    }
}
