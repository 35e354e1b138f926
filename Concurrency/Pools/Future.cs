// A result that is not there yet, seen by those who want it. Who has to deliver it holds the other end, the promise:
//
//      Pending ---- TryStart ----> Running
//         |  \                        |
//         |   \---------------------->+---- SetResult -------> Succeeded
//         |                           +---- SetException ----> Failed
//         |                           +---- SetCanceled -----> Canceled
//         +------------------ Cancel ----------------------------^         three ends, and no way out of them
//
//   I1  The state moves along the arrows only, under the guard; so it ends once.
//   I2  Result and exception are written before the state that announces them, and never after: whoever sees the end may
//       read them without the guard.
//   I3  Each callback runs once: taken out of the list by the thread that ends the future, or run by the thread that comes
//       to register it and finds the end there already.
//   I4  Nobody is in _waiters for long once it has ended: the ending thread takes out all, and nobody enters any more.
//
// At the end, those who wait are woken first; then the callbacks run, one after another, outside the guard: they may be slow,
// may throw, and may use this future.

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Pools;

/// <summary>The end of something that runs elsewhere: wait for it, be called back, or cancel it before it begins.</summary>
/// <remarks>
/// <para>Any thread may call any member. What the producer wrote before it set the end is seen by whoever sees the end.</para>
/// <para>After Python's concurrent.futures.Future (PEP 3148): the states, the arrows between them and the callbacks are the same.
/// Different here: the producer's half is a type of its own; there is <see cref="Future{T}.Then{TNext}(Func{T, TNext})"/>; a
/// timeout is returned, not thrown; a callback that throws is told to <see cref="StrayFailures"/>, there to a log; and a body
/// that throws <see cref="OperationCanceledException"/> counts as cancelled, there CancelledError is a failure like any other.
/// Alike, and a trap: a failure that nobody asks for is lost in silence.</para>
/// <para>Friedman and Wise, The Impact of Applicative Programming on Multiprocessing, 1976 (promise); Baker and Hewitt, The
/// Incremental Garbage Collection of Processes, 1977 (future).</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public abstract class Future
{
    private readonly TestAndTestAndSetLock _guard = new(); // a spin lock: held for some instructions only. Guards:
    private volatile FutureState _state;                   // also read without it: pairs with the write in TryEnd, see I2
    private List<Action<Future>>? _callbacks;              // made when first needed, as is:
    private WaitQueue? _waiters;
    private ExceptionDispatchInfo? _failure;               // of Failed; of Canceled, if a body threw; read after the state

    private protected Future() { }

    /// <summary>Where it is. An end is final; anything else may be stale by the time it returns.</summary>
    public FutureState State => _state;

    /// <summary>Whether it has ended, in whatever way. True is final.</summary>
    public bool IsDone => _state > FutureState.Running;

    /// <summary>What it failed with; null while it has not <see cref="FutureState.Failed"/>. Never blocks.</summary>
    public Exception? Failure => _state == FutureState.Failed ? _failure!.SourceException : null;

    internal ExceptionDispatchInfo? Cause => _failure;

    /// <summary>Cancels what nobody has begun with. Callbacks run here, before it returns.</summary>
    /// <returns>True when it is cancelled, by this call or before it; false when it runs or has ended otherwise, and nothing has
    /// changed.</returns>
    public bool Cancel()
    {
        var none = 0;
        return TryEnd(FutureState.Canceled, failure: null, ref none, 0, from: FutureState.Pending)
            || _state == FutureState.Canceled;
    }

    /// <summary>Blocks until it has ended, in whatever way; throws nothing for a failure.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled before the end; the future was not.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!HasEndedWithin(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>Blocks until it has ended, in whatever way, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the future; an already cancelled one means: do not wait.</param>
    /// <returns>True when it has ended, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled before the end; the future was not.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (HasEndedWithin(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Blocks until it has ended, and throws if that was not with success.</summary>
    /// <remarks>A failure is thrown as it was, the same object, with the stack of where it came from; to everybody who
    /// asks.</remarks>
    /// <exception cref="OperationCanceledException">The future was cancelled (see its state), or the wait was.</exception>
    public void Join(CancellationToken cancel = default)
    {
        Wait(cancel);
        ThrowUnlessSucceeded();
    }

    /// <summary>The same, but waits no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">As for <see cref="Wait(TimeSpan, CancellationToken)"/>.</param>
    /// <param name="cancel">Ends the wait, not the future.</param>
    /// <returns>True when it has succeeded, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">The future was cancelled (see its state), or the wait was.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (!Wait(timeout, cancel)) return false;
        ThrowUnlessSucceeded();
        return true;
    }

    /// <summary>Has <paramref name="callback"/> called once, with this future, when it has ended.</summary>
    /// <remarks>Before the end: it is registered, and the thread that ends the future (the producer, or who cancels) calls it, in
    /// the order of registration. After the end: it is called here, before this returns, perhaps beside earlier ones that still
    /// run. One that throws harms nobody: the others run, and <see cref="StrayFailures"/> is told.</remarks>
    public void OnDone(Action<Future> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _guard.Acquire();
        var isDone = IsDone;
        if (!isDone) (_callbacks ??= []).Add(callback);
        _guard.Release();
        if (isDone) Callbacks.Run(this, [callback]);
    }

    /// <summary>Takes a callback out that has not been called; nothing when it has.</summary>
    internal void Forget(Action<Future> callback)
    {
        _guard.Acquire();
        _callbacks?.Remove(callback);
        _guard.Release();
    }

    /// <summary>From here on it cannot be cancelled from outside.</summary>
    /// <returns>False when it is not pending.</returns>
    internal bool TryStart()
    {
        _guard.Acquire();
        var starts = _state == FutureState.Pending;
        if (starts) _state = FutureState.Running;
        _guard.Release();
        return starts;
    }

    /// <returns>False when the time was over or <paramref name="cancel"/> fired first.</returns>
    internal bool HasEndedWithin(Deadline deadline, CancellationToken cancel)
    {
        if (IsDone) return true;
        _guard.Acquire();
        var me = IsDone ? null : (_waiters ??= new WaitQueue(_guard)).Enqueue(); // looks again: no end can come between
        _guard.Release();
        return me is null || _waiters!.Await(me, deadline, cancel);
    }

    /// <summary>Ends it, if it has not gone beyond <paramref name="from"/>; <paramref name="slot"/> is where the derived class
    /// keeps the result.</summary>
    private protected bool TryEnd<TValue>(
        FutureState end, ExceptionDispatchInfo? failure, ref TValue slot, TValue value, FutureState from = FutureState.Running)
    {
        Debug.Assert(end > FutureState.Running, "I1");
        List<Action<Future>>? callbacks = null;
        var hasWaiters = false;
        _guard.Acquire();
        var ends = _state <= from;
        if (ends)
        {
            (slot, _failure) = (value, failure);
            _state = end; // I2: after what it announces
            (callbacks, _callbacks) = (_callbacks, null);
            hasWaiters = _waiters is { IsEmpty: false };
        }
        _guard.Release();
        if (!ends) return false;
        if (hasWaiters) WakeAll();
        if (callbacks is not null) Callbacks.Run(this, callbacks);
        return true;
    }

    private protected void ThrowUnlessSucceeded()
    {
        if (_state == FutureState.Succeeded) return;
        _failure?.Throw();
        throw new OperationCanceledException("The future was cancelled, and has no result; look at its State first.");
    }

    // One at a time, and signalled outside the guard: a waking thread takes longer than one may spin.
    private void WakeAll()
    {
        while (true)
        {
            _guard.Acquire();
            var next = _waiters!.Dequeue();
            _guard.Release();
            if (next is null) return;
            next.Signal();
        }
    }

    internal string Display => $"{_state}, {_callbacks?.Count ?? 0} callbacks, {_waiters?.Count ?? 0} waiting";
}
