// A number line, and a gate that is open at zero alone:
//
//      ... -2   -1    0    1    2 ...        Signal goes left, AddCount right.
//          shut     open    shut             A step that lands on zero or jumps over it lets go all who wait.
//
//   I1  Nobody waits while _count == 0.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>An event that is set while a count is zero.</summary>
/// <remarks>
/// <para>Any thread or task may call any member. What was written before the signal that reached zero is seen by those whom
/// it let go. Continuations run as those of any task do, never on the thread that signals.</para>
/// <para>The count may be negative: signals may come before the additions that they answer. It may leave zero, and those
/// who come then wait for the next time. An already cancelled token means: do not wait.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncCountdownEvent
{
    private readonly TestAndTestAndSetLock _guard = new(); // guards:
    private readonly AsyncWaitQueue _waiters;
    private long _count;

    private int _id;

    /// <param name="count">The count at first, of either sign.</param>
    public AsyncCountdownEvent(long count)
    {
        _count = count;
        _waiters = new AsyncWaitQueue(_guard);
    }

    /// <summary>Not zero, and different from that of any other event of this type. For debugging.</summary>
    public int Id => Identity<AsyncCountdownEvent>.Of(ref _id);

    /// <summary>The count; stale by the time it returns.</summary>
    public long CurrentCount => Volatile.Read(ref _count);

    /// <summary>Waits until the count is zero. Never blocks.</summary>
    public Task WaitAsync() => WaitAsync(CancellationToken.None);

    /// <summary>Waits until the count is zero. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait; a cancelled <c>await</c> throws
    /// <see cref="TaskCanceledException"/>.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _guard.Acquire();
        AssertInvariants();
        var passes = _count == 0;
        var me = passes || cancellationToken.IsCancellationRequested ? null : _waiters.EnqueueTask();
        _guard.Release();
        if (passes) return Task.CompletedTask;
        if (me is null) return Task.FromCanceled(cancellationToken);
        me.Watch(cancellationToken);
        return me.Task;
    }

    /// <summary>Blocks until the count is zero.</summary>
    public void Wait() => Wait(CancellationToken.None);

    /// <summary>Blocks until the count is zero.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public void Wait(CancellationToken cancellationToken)
    {
        if (!Wait(Deadline.Never, cancellationToken)) throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Blocks until the count is zero, but no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public bool TryWait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (Wait(Deadline.After(timeout), cancellationToken)) return true;
        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Waits until the count is zero, but gives up after <paramref name="timeout"/>. Never blocks.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when the time was over first.</returns>
    public ValueTask<bool> TryWaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return CurrentCount == 0 ? new(true) : TimeLimit.Apply(WaitAsync, timeout, cancellationToken);
    }

    /// <summary>Adds one. Never blocks for long.</summary>
    /// <exception cref="OverflowException">The count would leave its range; nothing has changed.</exception>
    public void AddCount() => AddCount(1);

    /// <summary>Adds to the count. Never blocks for long.</summary>
    /// <param name="addCount">How much, at least 0; for less there is <see cref="Signal(long)"/>.</param>
    /// <exception cref="OverflowException">The count would leave its range; nothing has changed.</exception>
    public void AddCount(long addCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(addCount);
        Move(addCount);
    }

    /// <summary>Takes one away. Never blocks for long.</summary>
    /// <exception cref="OverflowException">The count would leave its range; nothing has changed.</exception>
    public void Signal() => Signal(1);

    /// <summary>Takes from the count. Never blocks for long.</summary>
    /// <param name="signalCount">How much, at least 0; for less there is <see cref="AddCount(long)"/>.</param>
    /// <exception cref="OverflowException">The count would leave its range; nothing has changed.</exception>
    public void Signal(long signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(signalCount);
        Move(-signalCount);
    }

    private void Move(long step)
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        AssertInvariants();
        var before = _count;
        var after = unchecked(before + step);
        var fits = step >= 0 ? after >= before : after < before;
        if (fits)
        {
            _count = after;
            if (after == 0 || before < 0 != after < 0) _waiters.DequeueAll(ref wakeups);
        }
        _guard.Release();
        wakeups.Complete();
        if (!fits) throw new OverflowException($"The count {before} cannot be moved by {step}: it would leave its range.");
    }

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        _guard.Acquire();
        AssertInvariants();
        var passes = _count == 0;
        var me = passes || cancel.IsCancellationRequested || deadline.HasPassed ? null : _waiters.EnqueueThread();
        _guard.Release();
        return passes || (me is not null && me.Await(deadline, cancel));
    }

    [Conditional("DEBUG")]
    private void AssertInvariants() => Debug.Assert(_count != 0 || _waiters.IsEmpty, "I1");

    private string Display => $"{_count} to go, {_waiters.Count} waiting";
}
