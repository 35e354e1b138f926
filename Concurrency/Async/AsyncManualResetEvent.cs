// A gate, and everybody before it:
//
//                    Set: all who wait go
//      not set  ---------------------------->  set
//      n wait   <----------------------------  nobody waits
//                    Reset
//
//      the queue while it is not set:   [ the task that all share who bring no token ] <-> [ a task with a token ] <-> [ thread ]
//
//   I1  Nobody waits while _isSet, and then there is no shared wait.
//   I2  The shared wait, if there is one, stands in the queue.
//
// A Reset right after a Set does not take the Set back: those who waited were let go by it, and are no longer in the queue.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>An event that, once set, lets everybody pass until it is reset.</summary>
/// <remarks>
/// <para>Any thread or task may call any member. What was written before <see cref="Set"/> is seen by those whom it let go.
/// Continuations run as those of any task do, never on the thread that sets.</para>
/// <para>An already cancelled token means: do not wait; an event that is set lets pass all the same. To wait when it is set
/// allocates nothing, and takes no lock.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncManualResetEvent
{
    private readonly TestAndTestAndSetLock _guard = new(); // guards:
    private readonly AsyncWaitQueue _waiters;
    private TaskWaiter? _shared;
    private bool _isSet; // written under the guard; Volatile.Write in Set and Reset pairs with the reads outside

    private int _id;

    /// <param name="set">Whether it is set at first.</param>
    public AsyncManualResetEvent(bool set)
    {
        _isSet = set;
        _waiters = new AsyncWaitQueue(_guard);
    }

    /// <summary>An event that is not set.</summary>
    public AsyncManualResetEvent() : this(set: false)
    {
    }

    /// <summary>Not zero, and different from that of any other event of this type. For debugging.</summary>
    public int Id => Identity<AsyncManualResetEvent>.Of(ref _id);

    /// <summary>Whether it is set; stale by the time it returns.</summary>
    public bool IsSet => Volatile.Read(ref _isSet);

    /// <summary>A task that completes when the event is set, or has completed already. Never blocks.</summary>
    /// <returns>The same task for all who ask while it is not set, until the next set.</returns>
    public Task WaitAsync()
    {
        if (IsSet) return Task.CompletedTask;
        _guard.Acquire();
        AssertInvariants();
        var shared = _isSet ? null : _shared ??= _waiters.EnqueueTask();
        _guard.Release();
        return shared is null ? Task.CompletedTask : shared.Task;
    }

    /// <summary>A task that completes when the event is set, or has completed already. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait; a cancelled <c>await</c> throws
    /// <see cref="TaskCanceledException"/>.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return WaitAsync();
        if (IsSet) return Task.CompletedTask;
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        _guard.Acquire();
        AssertInvariants();
        var me = _isSet ? null : _waiters.EnqueueTask();
        _guard.Release();
        if (me is null) return Task.CompletedTask;
        me.Watch(cancellationToken);
        return me.Task;
    }

    /// <summary>Blocks until the event is set.</summary>
    public void Wait() => Wait(CancellationToken.None);

    /// <summary>Blocks until the event is set.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public void Wait(CancellationToken cancellationToken)
    {
        if (!Wait(Deadline.Never, cancellationToken)) throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Blocks until the event is set, but no longer than <paramref name="timeout"/>.</summary>
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

    /// <summary>Waits for the event, but gives up after <paramref name="timeout"/>. Never blocks.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when the time was over first.</returns>
    public ValueTask<bool> TryWaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return IsSet ? new(true) : TimeLimit.Apply(WaitAsync, timeout, cancellationToken);
    }

    /// <summary>Lets go all who wait, and lets pass all who come, until the next reset. May be repeated. Never blocks for
    /// long.</summary>
    public void Set()
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        AssertInvariants();
        Volatile.Write(ref _isSet, true);
        _shared = null;
        _waiters.DequeueAll(ref wakeups);
        _guard.Release();
        wakeups.Complete();
    }

    /// <summary>Makes those wait who come from now on. May be repeated. Never blocks for long.</summary>
    public void Reset()
    {
        _guard.Acquire();
        AssertInvariants();
        Volatile.Write(ref _isSet, false);
        _guard.Release();
    }

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        if (IsSet) return true;
        if (cancel.IsCancellationRequested || deadline.HasPassed) return false;
        _guard.Acquire();
        AssertInvariants();
        var me = _isSet ? null : _waiters.EnqueueThread();
        _guard.Release();
        return me is null || me.Await(deadline, cancel);
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(!_isSet || (_waiters.IsEmpty && _shared is null), "I1");
        Debug.Assert(_shared is null || _shared.Queue == _waiters, "I2");
    }

    private string Display => $"{(_isSet ? "set" : "not set")}, {_waiters.Count} waiting";
}
