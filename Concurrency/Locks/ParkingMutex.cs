// A word in front, a queue of sleeping threads behind it:
//
//      _state             meaning                          what Release must do
//      Free            0  nobody holds it
//      Held            1  held, nobody sleeps              nothing
//      HeldWithWaiters 2  held, somebody may be asleep     wake the first in the queue
//
//                 +----- Free -----+            Uncontended, acquire and release are one atomic instruction each,
//        Acquire  |                |  Release   and the queue is never touched.
//                 +----> Held -----+
//
//   I1  Whoever changes _state from Free holds the mutex; only the holder changes it back.
//   I2  While a thread sleeps in _waiters, either _state is HeldWithWaiters, or a thread is on its way to put it there: one
//       that was woken, or is about to be.
//
// I2 holds because a thread sleeps only after it has put 2 into the word, under the lock of the queue [mark], and because
// Release, having found 2, wakes one under that same lock. A woken thread takes the mutex as 2, never as 1 [as two], or
// marks again, so the ones behind it are not forgotten; that costs a look into an empty queue when there are none.
//
// Not fair: a thread that comes along may take the mutex before the one that is just being woken (barging). That is what makes
// it fast: handing it over would leave it unused for as long as a thread takes to wake up, tens of microseconds.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A mutual-exclusion lock whose waiters sleep.</summary>
/// <remarks>Spins for some microseconds before it sleeps. Drepper, Futexes Are Tricky, 2011 (mutex 2), with a queue in
/// place of the futex.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class ParkingMutex : ILock
{
    private const int Free = 0, Held = 1, HeldWithWaiters = 2;

    private int _state; // see the table; by Interlocked only, each a full fence
    private int _owner; // managed thread id, 0 = nobody; Volatile: written by the holder only, read by all in IsHeldByCurrentThread

    private readonly TestAndTestAndSetLock _queueLock = new(); // guards:
    private readonly WaitQueue _waiters;

    /// <summary>A free mutex.</summary>
    public ParkingMutex() => _waiters = new WaitQueue(_queueLock);

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>The managed id of the thread that holds it, 0 for nobody; stale by the time it returns. For debugger
    /// displays.</summary>
    internal int Owner => _owner;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (Interlocked.CompareExchange(ref _state, Held, Free) == Free) Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        else if (!AcquireContended(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        if (Interlocked.CompareExchange(ref _state, Held, Free) != Free)
        {
            if (IsHeldByCurrentThread) Misuse.RecursiveAcquire();
            return false;
        }
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryAcquire() || AcquireContended(deadline, cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Volatile.Write(ref _owner, 0); // before the word: afterwards it is the next holder's
        if (Interlocked.Exchange(ref _state, Free) == HeldWithWaiters) WakeOne();
    }

    private bool AcquireContended(Deadline deadline, CancellationToken cancel)
    {
        if (IsHeldByCurrentThread) Misuse.RecursiveAcquire();
        var woken = false;
        while (!SpinForIt(woken ? HeldWithWaiters : Held)) // [as two]
        {
            _queueLock.Acquire();
            if (Interlocked.Exchange(ref _state, HeldWithWaiters) == Free) // [mark]
            {
                if (_waiters.IsEmpty) Volatile.Write(ref _state, Held); // nobody to wake; only under this lock does it become 2
                _queueLock.Release();
                break;
            }
            var me = woken ? _waiters.EnqueueFirst() : _waiters.Enqueue();
            _queueLock.Release();

            if (!_waiters.Await(me, deadline, cancel)) return false;
            woken = true; // that is an invitation, not the mutex: compete again
        }
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        return true;
    }

    // For sections of some instructions the holder is gone before we could fall asleep.
    private bool SpinForIt(int taken)
    {
        for (var pause = 8; pause <= 512 && Environment.ProcessorCount > 1; pause *= 2)
        {
            if (Volatile.Read(ref _state) == Free && Interlocked.CompareExchange(ref _state, taken, Free) == Free) return true;
            Thread.SpinWait(pause);
        }
        return false;
    }

    private void WakeOne()
    {
        _queueLock.Acquire();
        var next = _waiters.Dequeue();
        _queueLock.Release();
        next?.Signal();
    }

    private string Display => _state == Free ? "free" : $"held by thread {_owner}, {_waiters.Count} waiting";
}
