// One key, and a queue:
//
//                    LockAsync, Lock: a key
//      free  ------------------------------------->  held   <---+   the key is disposed, somebody waits: the first one gets
//      _holder 0  <--------------------------------  _holder 7 -+   the next key [hand over], and it was free at no moment
//                    its key is disposed, nobody waits
//
//   I1  _holder is the number of the one key that is out, 0 if none is.
//   I2  While somebody waits, _holder is not 0.
//   I3  Numbers are given out once, from _lastKey; but a wait on a condition, which lets go of the lock for a time, gets its
//       own number back, as the key in its holder's hands has to fit again.
//
// I2 makes it fair: a newcomer finds the lock held while others wait, and queues up behind them.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>Mutual exclusion across an <c>await</c>: waiting for it occupies no thread.</summary>
/// <remarks>
/// <para>Any thread or task may call any member; a hold belongs to its key, not to a thread. Waiters are served in the order
/// of their calls, tasks and threads in one queue. What a holder wrote is seen by the next. Continuations run as those of
/// any task do, never on the thread that releases.</para>
/// <para>Not recursive: a second <c>LockAsync</c> by the holder waits for ever, or for its cancellation. An already cancelled
/// token means: do not wait; a free lock is taken all the same.</para>
/// <para>A thread of the pool that sleeps in <see cref="Lock()"/> is made up for: meanwhile the minimum of the
/// <see cref="ThreadPool"/> is one higher, 256 at most for all such threads, so that the continuations of tasks find a
/// thread. Still, prefer <see cref="LockAsync()"/> there.</para>
/// <para>To take a free lock allocates nothing. The surface is that of Nito.AsyncEx, but for the types of the keys.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncLock : IKeyOwner
{
    private readonly TestAndTestAndSetLock _guard = new(); // guards, besides the queues of the lock's conditions:
    private readonly AsyncWaitQueue _waiters;
    private long _holder; // I1
    private long _lastKey;

    private int _id;

    /// <summary>A free lock.</summary>
    public AsyncLock() => _waiters = new AsyncWaitQueue(_guard);

    /// <summary>Not zero, and different from that of any other lock. For debugging.</summary>
    public int Id => Identity<AsyncLock>.Of(ref _id);

    /// <summary>Takes the lock, as soon as it is free. Never blocks.</summary>
    /// <returns>The key to be awaited; its disposal releases the lock.</returns>
    public AwaitableKey LockAsync() => LockAsync(CancellationToken.None);

    /// <summary>Takes the lock, as soon as it is free. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait; a cancelled <c>await</c> throws
    /// <see cref="TaskCanceledException"/>, and the lock is not taken.</param>
    /// <returns>The key to be awaited; its disposal releases the lock.</returns>
    public AwaitableKey LockAsync(CancellationToken cancellationToken)
    {
        _guard.Acquire();
        AssertInvariants();
        if (_holder == 0)
        {
            var key = Take();
            _guard.Release();
            return new AwaitableKey(key);
        }
        var me = cancellationToken.IsCancellationRequested ? null : _waiters.EnqueueTask();
        _guard.Release();
        if (me is null) return new AwaitableKey(Task.FromCanceled<IDisposable>(cancellationToken));
        me.Watch(cancellationToken);
        return new AwaitableKey(me.Task);
    }

    /// <summary>Takes the lock; blocks until it is free.</summary>
    /// <returns>The key; its disposal releases the lock.</returns>
    public AsyncKey Lock() => Lock(CancellationToken.None);

    /// <summary>Takes the lock; blocks until it is free.</summary>
    /// <returns>The key; its disposal releases the lock.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; the lock was not taken.</exception>
    public AsyncKey Lock(CancellationToken cancellationToken)
    {
        if (Lock(Deadline.Never, cancellationToken, out var key)) return key;
        throw new TaskCanceledException(null, null, cancellationToken);
    }

    /// <summary>Takes the lock if it is free now. Never blocks.</summary>
    /// <param name="key">Its disposal releases the lock. Without the lock it holds nothing.</param>
    public bool TryLock(out AsyncKey key)
    {
        _guard.Acquire();
        var taken = _holder == 0;
        key = taken ? Take() : default;
        _guard.Release();
        return taken;
    }

    /// <summary>Takes the lock; blocks until it is free, but no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="key">Its disposal releases the lock. Without the lock it holds nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; the lock was not taken.</exception>
    public bool TryLock(TimeSpan timeout, out AsyncKey key, CancellationToken cancellationToken = default)
    {
        if (Lock(Deadline.After(timeout), cancellationToken, out key)) return true;
        if (cancellationToken.IsCancellationRequested) throw new TaskCanceledException(null, null, cancellationToken);
        return false;
    }

    /// <summary>Takes the lock, as soon as it is free, but gives up after <paramref name="timeout"/>. Never blocks.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The key, or null when the time was over first; <c>using</c> takes both.</returns>
    public ValueTask<AsyncKey?> TryLockAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return TryLock(out var key) ? new(key) : TimeLimit.Apply(LockAsync, timeout, cancellationToken);
    }

    void IKeyOwner.Return(in AsyncKey key)
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        if (_holder == key.Generation) PassOn(ref wakeups); // else a stale key
        _guard.Release();
        wakeups.Complete();
    }

    // What follows is for the conditions of this lock.

    internal ILock Guard => _guard;

    /// <summary>Whether anybody holds it. Exact under the guard.</summary>
    internal bool IsHeld => Volatile.Read(ref _holder) != 0;

    /// <summary>Lets go of the lock, for <see cref="TakeBack"/>. The guard is held.</summary>
    internal AsyncKey LetGo(ref Wakeups wakeups)
    {
        var key = new AsyncKey(this, _holder);
        PassOn(ref wakeups);
        return key;
    }

    /// <summary>Gives the lock, sooner or later, to a waiter that let go of it, which is then completed. The guard is
    /// held.</summary>
    internal void TakeBack(AsyncWaiter waiter, ref Wakeups wakeups)
    {
        Debug.Assert(!waiter.Key.HoldsNothing, "I3");
        _waiters.Enqueue(waiter);
        if (_holder == 0) PassOn(ref wakeups);
    }

    private bool Lock(Deadline deadline, CancellationToken cancel, out AsyncKey key)
    {
        key = default;
        _guard.Acquire();
        AssertInvariants();
        if (_holder == 0)
        {
            key = Take();
            _guard.Release();
            return true;
        }
        var me = cancel.IsCancellationRequested || deadline.HasPassed ? null : _waiters.EnqueueThread();
        _guard.Release();
        if (me is null || !me.Await(deadline, cancel)) return false;
        key = me.Key;
        return true;
    }

    private AsyncKey Take()
    {
        Debug.Assert(_holder == 0 && _waiters.IsEmpty, "I2");
        return new AsyncKey(this, _holder = ++_lastKey);
    }

    // [hand over]
    private void PassOn(ref Wakeups wakeups)
    {
        var next = _waiters.Dequeue();
        if (next is null)
        {
            _holder = 0;
            return;
        }
        if (next.Key.HoldsNothing) next.Key = new AsyncKey(this, ++_lastKey); // I3
        _holder = next.Key.Generation;
        wakeups.Add(next);
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_holder != 0 || _waiters.IsEmpty, "I2");
        Debug.Assert(_holder <= _lastKey, "I3");
    }

    private string Display => $"{(_holder == 0 ? "free" : "held")}, {_waiters.Count} waiting";
}
