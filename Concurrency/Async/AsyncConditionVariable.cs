// Two queues under one guard, that of the lock:
//
//                     WaitAsync                  Notify                    the lock is handed over
//      holder  ----------------->  the condition's ----->  the lock's queue  ------------------------>  holder again
//              lets go of the lock     queue        ----->                                     and only now the task completes
//              in the same step                  cancelled
//
//   I1  A wait completes with the lock in its hands, notified or cancelled. Its key is the one that it came with.
//   I2  No notification is lost: joining the queue and letting go of the lock are one step, so whoever gets the lock
//       afterwards finds the waiter there.
//
// A notified waiter is not woken to compete for the lock: it moves to the lock's queue asleep, and wakes as its holder.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>Lets holders of an <see cref="AsyncLock"/> wait for a change of what it guards, and lets whoever made it wake
/// them.</summary>
/// <remarks>
/// <para>Write <c>while (!predicate) await condition.WaitAsync();</c>, never <c>if</c>: others may have had the lock before
/// the waiter gets it back. A notification is a hint that it is worth looking, and is not remembered.</para>
/// <para>Waiters are notified in the order of their calls, and get the lock back in that order, in one queue with those who
/// ask for it anew. It is the condition of Lampson and Redell, Experience with Processes and Monitors in Mesa, CACM 1980;
/// see also <see cref="Signals.ConditionVariable"/>.</para>
/// <para>A key tells nobody who asks, so that a wait by somebody else than the holder is found out only if nobody holds
/// the lock. Await the wait before the key is disposed: during the wait the key holds nothing, and its disposal does
/// nothing.</para>
/// <para>A <see cref="Thread.Interrupt"/> ends a synchronous wait as a cancellation does, with a
/// <see cref="ThreadInterruptedException"/>; the lock is held then.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncConditionVariable
{
    private readonly AsyncLock _lock; // the caller's; its guard guards:
    private readonly AsyncWaitQueue _waiters;

    private int _id;

    /// <param name="asyncLock">The lock that guards what is waited for.</param>
    public AsyncConditionVariable(AsyncLock asyncLock)
    {
        ArgumentNullException.ThrowIfNull(asyncLock);
        _lock = asyncLock;
        _waiters = new AsyncWaitQueue(asyncLock.Guard, asyncLock.TakeBack);
    }

    /// <summary>Not zero, and different from that of any other condition. For debugging.</summary>
    public int Id => Identity<AsyncConditionVariable>.Of(ref _id);

    /// <summary>How many wait to be notified; stale by the time it returns.</summary>
    internal int Waiting => _waiters.Count;

    /// <summary>Releases the lock until notified. Never blocks.</summary>
    /// <returns>A task that completes when the waiter has been notified and holds the lock again.</returns>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    public Task WaitAsync() => WaitAsync(CancellationToken.None);

    /// <summary>Releases the lock until notified or cancelled. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait for the notification, not that for the lock. An already cancelled one
    /// means: do not wait, and the lock is not released.</param>
    /// <returns>A task that completes, as cancelled too, only when the waiter holds the lock again.</returns>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wakeups = new Wakeups();
        _lock.Guard.Acquire();
        var isHeld = _lock.IsHeld;
        var waits = isHeld && !cancellationToken.IsCancellationRequested;
        var me = waits ? _waiters.EnqueueTask() : null;
        if (me is not null) me.Key = _lock.LetGo(ref wakeups); // I2
        _lock.Guard.Release();
        wakeups.Complete();
        if (!isHeld) throw NotHeld(nameof(WaitAsync));
        if (me is null) return Task.FromCanceled(cancellationToken);
        me.Watch(cancellationToken);
        return me.Task;
    }

    /// <summary>Releases the lock, blocks until notified, and takes the lock again.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    public void Wait() => Wait(CancellationToken.None);

    /// <summary>Releases the lock, blocks until notified or cancelled, and takes the lock again.</summary>
    /// <param name="cancellationToken">As for <see cref="WaitAsync(CancellationToken)"/>.</param>
    /// <exception cref="TaskCanceledException">Cancelled before it was notified; the lock is held.</exception>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    public void Wait(CancellationToken cancellationToken)
    {
        if (!Wait(Deadline.Never, cancellationToken)) throw new TaskCanceledException(null, null, cancellationToken);
    }

    /// <summary>Releases the lock, blocks until notified, but no longer than <paramref name="timeout"/>, and takes the lock
    /// again, which takes as long as it takes.</summary>
    /// <param name="timeout">Zero (the lock is not released) to <see cref="int.MaxValue"/> ms, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">As for <see cref="WaitAsync(CancellationToken)"/>.</param>
    /// <returns>False when the time was over first. Either way the lock is held, and the predicate has to be looked at.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before it was notified; the lock is held.</exception>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    public bool TryWait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (Wait(Deadline.After(timeout), cancellationToken)) return true;
        if (cancellationToken.IsCancellationRequested) throw new TaskCanceledException(null, null, cancellationToken);
        return false;
    }

    /// <summary>Notifies the oldest waiter, if there is one: it completes with the lock. Never blocks for long.</summary>
    /// <remarks>May be called without the lock, after it was released; the change itself must have been made under it.</remarks>
    public void Notify() => Notify(all: false, onlyIfHeld: false);

    /// <summary>Notifies all who wait now: they get the lock one after another. Never blocks for long.</summary>
    /// <inheritdoc cref="Notify()" path="/remarks"/>
    public void NotifyAll() => Notify(all: true, onlyIfHeld: false);

    /// <returns>False if <paramref name="onlyIfHeld"/>, and nobody holds the lock; nothing has changed then.</returns>
    internal bool Notify(bool all, bool onlyIfHeld)
    {
        var wakeups = new Wakeups();
        _lock.Guard.Acquire();
        var may = !onlyIfHeld || _lock.IsHeld;
        while (may && _waiters.Dequeue() is { } waiter)
        {
            _lock.TakeBack(waiter, ref wakeups);
            if (!all) break;
        }
        _lock.Guard.Release();
        wakeups.Complete();
        return may;
    }

    internal static SynchronizationLockException NotHeld(string member) =>
        new($"{member} while nobody holds the lock; take it first, and release it after.");

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        var wakeups = new Wakeups();
        _lock.Guard.Acquire();
        var isHeld = _lock.IsHeld;
        var waits = isHeld && !cancel.IsCancellationRequested && !deadline.HasPassed;
        var me = waits ? _waiters.EnqueueThread() : null;
        if (me is not null) me.Key = _lock.LetGo(ref wakeups); // I2
        _lock.Guard.Release();
        wakeups.Complete();
        if (!isHeld) throw NotHeld(nameof(Wait));
        return me is not null && me.Await(deadline, cancel);
    }

    private string Display => $"{Waiting} waiting";
}
