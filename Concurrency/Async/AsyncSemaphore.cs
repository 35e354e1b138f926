// Permits are handed over, from the one who releases to the one who has waited longest:
//
//                    WaitAsync: count--                    WaitAsync: joins the queue
//      count > 0  ---------------------->   count = 0   ------------------------------->  count = 0
//      nobody     <----------------------   nobody      <-------------------------------  n >= 1 in the queue
//      waits         Release: count++       waits          Release: the first one goes,
//                                                          the count stays 0  [hand over]
//
//   I1  _count >= 0.
//   I2  Nobody waits while _count > 0.
//
// A permit taken by LockAsync comes with a key, one taken by WaitAsync does not: it is given back by Release.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>Counts permits; whoever finds none waits without occupying a thread.</summary>
/// <remarks>
/// <para>Any thread or task may call any member. Waiters are served in the order of their calls, tasks and threads, with
/// and without key, in one queue. There is no maximum. What was written before a release is seen by the one who gets the
/// permit. Continuations run as those of any task do, never on the thread that releases.</para>
/// <para>An already cancelled token means: do not wait; a permit that is there is taken all the same. To take one that is
/// there allocates nothing.</para>
/// <para>A thread of the pool that sleeps in a synchronous wait is made up for, as said at <see cref="AsyncLock"/>.</para>
/// <para>The surface is that of Nito.AsyncEx; its counts below zero are refused here. Dijkstra, EWD123, 1965.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncSemaphore : IKeyOwner
{
    private readonly TestAndTestAndSetLock _guard = new(); // guards:
    private readonly AsyncWaitQueue _waiters;
    private readonly KeyTable _keys = new();
    private long _count;

    private int _id;

    /// <param name="initialCount">Permits that are free at first, at least 0.</param>
    public AsyncSemaphore(long initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        _count = initialCount;
        _waiters = new AsyncWaitQueue(_guard);
    }

    /// <summary>Not zero, and different from that of any other semaphore. For debugging.</summary>
    public int Id => Identity<AsyncSemaphore>.Of(ref _id);

    /// <summary>How many permits are free; stale by the time it returns.</summary>
    public long CurrentCount => Volatile.Read(ref _count);

    /// <summary>Takes a permit, as soon as there is one. Never blocks.</summary>
    public Task WaitAsync() => WaitAsync(CancellationToken.None);

    /// <summary>Takes a permit, as soon as there is one. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait; a cancelled <c>await</c> throws
    /// <see cref="TaskCanceledException"/>, and no permit is taken.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Take(wantsKey: false, cancellationToken, out _, out var waiter)) return Task.CompletedTask;
        return waiter is null ? Task.FromCanceled(cancellationToken) : waiter.Task;
    }

    /// <summary>Takes a permit; blocks until there is one.</summary>
    public void Wait() => Wait(CancellationToken.None);

    /// <summary>Takes a permit; blocks until there is one.</summary>
    /// <exception cref="TaskCanceledException">Cancelled before; no permit was taken.</exception>
    public void Wait(CancellationToken cancellationToken)
    {
        if (Take(wantsKey: false, Deadline.Never, cancellationToken, out _)) return;
        throw new TaskCanceledException(null, null, cancellationToken);
    }

    /// <summary>Takes a permit if there is one now. Never blocks.</summary>
    public bool TryWait()
    {
        _guard.Acquire();
        AssertInvariants();
        var taken = _count > 0;
        if (taken) _count--;
        _guard.Release();
        return taken;
    }

    /// <summary>Takes a permit; blocks until there is one, but no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; no permit was taken.</exception>
    public bool TryWait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (Take(wantsKey: false, Deadline.After(timeout), cancellationToken, out _)) return true;
        if (cancellationToken.IsCancellationRequested) throw new TaskCanceledException(null, null, cancellationToken);
        return false;
    }

    /// <summary>Takes a permit, as soon as there is one, but gives up after <paramref name="timeout"/>. Never blocks.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when the time was over first.</returns>
    public ValueTask<bool> TryWaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return TryWait() ? new(true) : TimeLimit.Apply(WaitAsync, timeout, cancellationToken);
    }

    /// <summary>Takes a permit, as soon as there is one. Never blocks.</summary>
    /// <returns>The key to be awaited; its disposal gives the permit back, once.</returns>
    public AwaitableKey LockAsync() => LockAsync(CancellationToken.None);

    /// <summary>Takes a permit, as soon as there is one. Never blocks.</summary>
    /// <param name="cancellationToken">As for <see cref="WaitAsync(CancellationToken)"/>.</param>
    /// <returns>The key to be awaited; its disposal gives the permit back, once.</returns>
    public AwaitableKey LockAsync(CancellationToken cancellationToken)
    {
        if (Take(wantsKey: true, cancellationToken, out var key, out var waiter)) return new AwaitableKey(key);
        return new AwaitableKey(waiter is null ? Task.FromCanceled<IDisposable>(cancellationToken) : waiter.Task);
    }

    /// <summary>Takes a permit; blocks until there is one.</summary>
    /// <returns>The key; its disposal gives the permit back, once.</returns>
    public AsyncKey Lock() => Lock(CancellationToken.None);

    /// <summary>Takes a permit; blocks until there is one.</summary>
    /// <returns>The key; its disposal gives the permit back, once.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; no permit was taken.</exception>
    public AsyncKey Lock(CancellationToken cancellationToken)
    {
        if (Take(wantsKey: true, Deadline.Never, cancellationToken, out var key)) return key;
        throw new TaskCanceledException(null, null, cancellationToken);
    }

    /// <summary>Gives one permit back, or adds one: to the first in the queue, if somebody waits. Never blocks for
    /// long.</summary>
    /// <exception cref="OverflowException">The count would pass <see cref="long.MaxValue"/>; nothing has changed.</exception>
    public void Release() => Release(1);

    /// <summary>Gives back several permits. Never blocks for long.</summary>
    /// <param name="releaseCount">How many, at least 0.</param>
    /// <exception cref="OverflowException">The count would pass <see cref="long.MaxValue"/>; nothing has changed.</exception>
    public void Release(long releaseCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(releaseCount);
        var wakeups = new Wakeups();
        _guard.Acquire();
        var fits = _count <= long.MaxValue - releaseCount;
        if (fits) Add(releaseCount, ref wakeups);
        _guard.Release();
        wakeups.Complete();
        if (!fits) throw new OverflowException($"Release of {releaseCount} passes the largest count; release what was taken.");
    }

    void IKeyOwner.Return(in AsyncKey key)
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        // A count at the very top stays there: the permits in excess of it came from Release.
        if (_keys.Return(key) && _count < long.MaxValue) Add(1, ref wakeups);
        _guard.Release();
        wakeups.Complete();
    }

    // False: with a waiter that is watched already, or without, cancelled.
    private bool Take(bool wantsKey, CancellationToken cancel, out AsyncKey key, out TaskWaiter? waiter)
    {
        waiter = null;
        _guard.Acquire();
        var taken = TakeNow(wantsKey, out key);
        if (!taken && !cancel.IsCancellationRequested) waiter = _waiters.EnqueueTask(wantsKey);
        _guard.Release();
        waiter?.Watch(cancel);
        return taken;
    }

    private bool Take(bool wantsKey, Deadline deadline, CancellationToken cancel, out AsyncKey key)
    {
        _guard.Acquire();
        var taken = TakeNow(wantsKey, out key);
        var me = taken || cancel.IsCancellationRequested || deadline.HasPassed ? null : _waiters.EnqueueThread(wantsKey);
        _guard.Release();
        if (me is null || !me.Await(deadline, cancel)) return taken;
        key = me.Key;
        return true;
    }

    private bool TakeNow(bool wantsKey, out AsyncKey key)
    {
        AssertInvariants();
        key = default;
        if (_count == 0) return false;
        _count--;
        if (wantsKey) key = _keys.Rent(this);
        return true;
    }

    // [hand over]
    private void Add(long permits, ref Wakeups wakeups)
    {
        for (; permits > 0 && _waiters.Dequeue() is { } next; permits--)
        {
            if (next.WantsKey) next.Key = _keys.Rent(this);
            wakeups.Add(next);
        }
        _count += permits;
        AssertInvariants();
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_count >= 0, "I1");
        Debug.Assert(_count == 0 || _waiters.IsEmpty, "I2");
    }

    private string Display => $"{_count} free, {_waiters.Count} waiting";
}
