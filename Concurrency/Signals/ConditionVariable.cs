// Waiting for something to become true of data that a lock guards:
//
//      waiter                                    the one who changes the data
//      lock.Acquire
//      while (!predicate)
//          Wait: enqueue, Release ...            lock.Acquire
//                ... sleeps ...                  makes the predicate true
//                ... woken ...                   Signal
//                ... Acquire                     lock.Release
//      uses the data                                     ^ a third thread may get the lock here and make it false again:
//      lock.Release                                        hence `while`, never `if`
//
//   I1  The lock guards the queue too; only its holder enqueues, signals and broadcasts.
//   I2  No wake-up is lost: whoever makes the predicate true holds the lock, and so comes before the waiter's look or after its enqueue.
//   I3  A waiter wakes only by a Signal or Broadcast that chose it, by its timeout or by its cancellation.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Signals;

/// <summary>Lets threads that hold a lock wait for a change of what it guards, and lets the one who made the change wake them.</summary>
/// <remarks>
/// <para>Write <c>while (!predicate) condition.Wait();</c>, never <c>if</c>. There are no spurious wake-ups here, but between the
/// signal and the moment in which the woken thread has the lock again another thread may take what it was woken for. A signal
/// is a hint that it is worth looking, and is not remembered: it wakes who waits now, or nobody.</para>
/// <para>Wake one when any waiter can use the change and only one can; wake all in every other case.</para>
/// <para>Hoare, Monitors: An Operating System Structuring Concept, CACM 1974, where the lock passes from the signaller to the
/// woken thread; Lampson and Redell, Experience with Processes and Monitors in Mesa, CACM 1980, where, as here, it does not.</para>
/// </remarks>
[DebuggerDisplay("{Waiting} waiting")] // takes no lock
public sealed class ConditionVariable
{
    private readonly ILock _lock; // the caller's; guards, besides the caller's data:
    private readonly WaitQueue _waiters;

    /// <param name="lock">The lock that guards what is waited for. It must be held for every other member.</param>
    public ConditionVariable(ILock @lock)
    {
        ArgumentNullException.ThrowIfNull(@lock);
        _lock = @lock;
        _waiters = new WaitQueue(@lock);
    }

    /// <summary>How many wait; exact for the holder of the lock, stale for everybody else.</summary>
    internal int Waiting => _waiters.Count;

    /// <summary>Releases the lock, blocks until woken, and acquires the lock again. It is held on return, and also after an exception.</summary>
    /// <param name="cancel">Ends the wait, but not the acquiring afterwards; an already cancelled one means: do not wait, the lock is not released.</param>
    /// <exception cref="OperationCanceledException">Cancelled before it was woken.</exception>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the lock; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The thread holds a reentrant lock more than once; nothing has changed.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!Wait(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>The same, but sleeps no longer than <paramref name="timeout"/>. Acquiring the lock afterwards takes as long as it takes.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>. Zero still lets others have the lock.</param>
    /// <param name="cancel">As above.</param>
    /// <returns>True when woken, false when the time was over first. Either way the predicate has to be looked at.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was woken.</exception>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the lock; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The thread holds a reentrant lock more than once; nothing has changed.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Wait(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Wakes the thread that has waited longest, if any waits. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the lock; nothing has changed.</exception>
    public void Signal()
    {
        RequireLock(nameof(Signal));
        _waiters.Dequeue()?.Signal();
    }

    /// <summary>Wakes all threads that wait now. They get the lock one after another. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the lock; nothing has changed.</exception>
    public void Broadcast()
    {
        RequireLock(nameof(Broadcast));
        while (_waiters.Dequeue() is { } waiter) waiter.Signal();
    }

    /// <returns>False when the time was over or <paramref name="cancel"/> fired before a wake-up. The lock is held either way.</returns>
    internal bool Wait(Deadline deadline, CancellationToken cancel)
    {
        RequireLock(nameof(Wait));
        if (cancel.IsCancellationRequested) return false;

        var me = _waiters.Enqueue(); // before the release: I2
        _lock.Release();
        if (_lock.IsHeldByCurrentThread) RefuseToSleepWithTheLock(me);
        try { return _waiters.Await(me, deadline, cancel); }
        finally { _lock.Acquire(); } // no token: the caller relies on the lock, come what may
    }

    // A reentrant lock that was acquired twice is still ours after one release: asleep, we would shut out whoever could wake us.
    private void RefuseToSleepWithTheLock(Waiter me)
    {
        _waiters.Await(me, Deadline.After(TimeSpan.Zero), CancellationToken.None); // leaves the queue; nobody can have signalled without the lock
        _lock.Acquire();
        throw new InvalidOperationException(
            "Wait by a thread that holds the lock more than once, and would keep it while asleep; release the outer acquires before you wait.");
    }

    private void RequireLock(string member)
    {
        if (!_lock.IsHeldByCurrentThread)
            throw new SynchronizationLockException($"{member} by a thread that does not hold the condition's lock; acquire it first.");
    }
}
