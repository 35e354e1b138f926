// A turnstile: each Set lets one through.
//
//                     Set, nobody waits                    Set: the first in the queue goes [hand over]
//                  +--------------------> set            +---+
//      not set ----+                       |             |   v
//         ^        +----- Wait: waits -----|-------->  not set, n wait
//         |                                |
//         +------- Wait: passes -----------+           Set while set changes nothing: it is remembered once
//
//   I1  Nobody waits while _isSet.
//   I2  Each Set either lets exactly one waiter go, or leaves _isSet behind.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>An event that lets one pass per set, in the order of the calls, and unsets itself.</summary>
/// <remarks>
/// <para>Any thread or task may call any member. What was written before <see cref="Set"/> is seen by the one whom it lets
/// pass. Continuations run as those of any task do, never on the thread that sets.</para>
/// <para>Two sets while nobody waits let pass one, not two; whoever has to count them needs an
/// <see cref="AsyncSemaphore"/>. An already cancelled token means: do not wait; an event that is set is used all the same,
/// and that allocates nothing.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncAutoResetEvent
{
    private readonly TestAndTestAndSetLock _guard = new(); // guards:
    private readonly AsyncWaitQueue _waiters;
    private bool _isSet;

    private int _id;

    /// <param name="set">Whether it is set at first.</param>
    public AsyncAutoResetEvent(bool set)
    {
        _isSet = set;
        _waiters = new AsyncWaitQueue(_guard);
    }

    /// <summary>An event that is not set.</summary>
    public AsyncAutoResetEvent() : this(set: false)
    {
    }

    /// <summary>Not zero, and different from that of any other event of this type. For debugging.</summary>
    public int Id => Identity<AsyncAutoResetEvent>.Of(ref _id);

    /// <summary>Whether a set is remembered that nobody has used yet; stale by the time it returns.</summary>
    public bool IsSet => Volatile.Read(ref _isSet);

    /// <summary>Uses a set, as soon as there is one. Never blocks.</summary>
    public Task WaitAsync() => WaitAsync(CancellationToken.None);

    /// <summary>Uses a set, as soon as there is one. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait; a cancelled <c>await</c> throws
    /// <see cref="TaskCanceledException"/>, and no set is used.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _guard.Acquire();
        var passes = Pass();
        var me = passes || cancellationToken.IsCancellationRequested ? null : _waiters.EnqueueTask();
        _guard.Release();
        if (passes) return Task.CompletedTask;
        if (me is null) return Task.FromCanceled(cancellationToken);
        me.Watch(cancellationToken);
        return me.Task;
    }

    /// <summary>Blocks until there is a set, and uses it.</summary>
    public void Wait() => Wait(CancellationToken.None);

    /// <summary>Blocks until there is a set, and uses it.</summary>
    /// <exception cref="TaskCanceledException">Cancelled before; no set was used.</exception>
    public void Wait(CancellationToken cancellationToken)
    {
        if (!Wait(Deadline.Never, cancellationToken)) throw new TaskCanceledException(null, null, cancellationToken);
    }

    /// <summary>Blocks until there is a set, and uses it, but no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the time was over first; no set was used then.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; no set was used.</exception>
    public bool TryWait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (Wait(Deadline.After(timeout), cancellationToken)) return true;
        if (cancellationToken.IsCancellationRequested) throw new TaskCanceledException(null, null, cancellationToken);
        return false;
    }

    /// <summary>Uses a set, as soon as there is one, but gives up after <paramref name="timeout"/>. Never blocks.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when the time was over first; no set was used then.</returns>
    public ValueTask<bool> TryWaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return TryWait(TimeSpan.Zero) ? new(true) : TimeLimit.Apply(WaitAsync, timeout, cancellationToken);
    }

    /// <summary>Lets the one go who has waited longest, or, when nobody waits, the next to come. Never blocks for
    /// long.</summary>
    public void Set()
    {
        _guard.Acquire();
        AssertInvariants();
        var next = _waiters.Dequeue();
        if (next is null) _isSet = true;
        _guard.Release();
        next?.Complete(); // [hand over] it has passed, whenever it goes on: a newcomer finds the event not set
    }

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        _guard.Acquire();
        var passes = Pass();
        var me = passes || cancel.IsCancellationRequested || deadline.HasPassed ? null : _waiters.EnqueueThread();
        _guard.Release();
        return passes || (me is not null && me.Await(deadline, cancel)); // true if let go while giving up: I2
    }

    private bool Pass()
    {
        AssertInvariants();
        var passes = _isSet;
        _isSet = false;
        return passes;
    }

    [Conditional("DEBUG")]
    private void AssertInvariants() => Debug.Assert(!_isSet || _waiters.IsEmpty, "I1");

    private string Display => $"{(_isSet ? "set" : "not set")}, {_waiters.Count} waiting";
}
