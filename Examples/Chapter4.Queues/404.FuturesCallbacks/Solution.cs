// A result that is not there yet, in the hands of two: who makes it, and who wants it.
//
//      Pending ---- TryStart ----> Running ---- SetResult -------> Succeeded
//         |                           +-------- SetException ----> Failed
//         +---- Cancel ------------------------------------------> Canceled
//
// Whenever no thread holds _mutex:
//   I1  The state has moved along the arrows only; from the three ends no arrow leaves.
//   I2  _callbacks is empty once it has ended; nobody sleeps in _ended then, and nobody falls asleep.
//   I3  Each callback is called once: by who ends it [take], or by who registers it after that [late].
//
// I3 is why looking and adding are one step [look] [add]: were the end to come between them, the callback would be in a list that
// nobody reads any more. The calls themselves are made without the mutex [call]: a callback may be slow, may throw, and may ask
// this future for its result.

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Queues.Futures;

/// <summary>A result that comes later: wait for it, be called when it is there, or cancel it before it is begun.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("{_state}, {_callbacks.Count} callbacks")] // takes no lock
public sealed class SmallFuture<T>
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _ended;
    private FutureState _state;
    private T _value = default!;
    private ExceptionDispatchInfo? _failure;
    private List<Action<SmallFuture<T>>> _callbacks = [];
    private readonly List<Exception> _callbackFailures = [];

    /// <summary>One that nobody has begun with.</summary>
    public SmallFuture() => _ended = new ConditionVariable(_mutex);

    /// <summary>Where it is; an end is final.</summary>
    public FutureState State { get { using (_mutex.Hold()) return _state; } }

    /// <summary>What callbacks have thrown so far; a copy.</summary>
    public IReadOnlyList<Exception> CallbackFailures { get { using (_mutex.Hold()) return [.. _callbackFailures]; } }

    /// <summary>For the producer: from here on it cannot be cancelled.</summary>
    /// <returns>False when it is not pending: then there is nothing to do.</returns>
    public bool TryStart()
    {
        using (_mutex.Hold())
        {
            if (_state != FutureState.Pending) return false;
            _state = FutureState.Running;
            return true;
        }
    }

    /// <summary>For the producer: ends it with a value. The callbacks have run when this returns.</summary>
    /// <exception cref="InvalidOperationException">It has ended before, and stays as it was.</exception>
    public void SetResult(T value) => Require(TryEnd(FutureState.Succeeded, value, null));

    /// <summary>For the producer: ends it with a failure. The callbacks have run when this returns.</summary>
    /// <exception cref="InvalidOperationException">It has ended before, and stays as it was.</exception>
    public void SetException(Exception failure) =>
        Require(TryEnd(FutureState.Failed, default!, ExceptionDispatchInfo.Capture(failure)));

    /// <summary>Cancels it, if nobody has begun with it. The callbacks have run when this returns.</summary>
    /// <returns>False when it runs or has ended; nothing has changed then.</returns>
    public bool Cancel() => TryEnd(FutureState.Canceled, default!, null, from: FutureState.Pending);

    /// <summary>Blocks until it has ended, and returns the value, or throws the failure with the stack of its source.</summary>
    /// <exception cref="OperationCanceledException">The future was cancelled; or the wait was, by
    /// <paramref name="cancel"/>.</exception>
    public T Result(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_state <= FutureState.Running) _ended.Wait(cancel); // [wait]
            _failure?.Throw();
            if (_state == FutureState.Canceled) throw new OperationCanceledException("The future was cancelled.");
            return _value;
        }
    }

    /// <summary>Has <paramref name="callback"/> called once: by who ends the future, in the order of registration; or here, when
    /// it has ended. One that throws disturbs nobody.</summary>
    public void OnDone(Action<SmallFuture<T>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        using (_mutex.Hold())
        {
            if (_state <= FutureState.Running) // [look]
            {
                _callbacks.Add(callback);      // [add]
                return;
            }
        }
        Call(callback);                        // [late]
    }

    /// <summary>A future for what <paramref name="next"/> makes of the value; a failure and a cancellation pass it by.</summary>
    public SmallFuture<TNext> Then<TNext>(Func<T, TNext> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var last = new SmallFuture<TNext>();
        OnDone(_ =>
        {
            if (State == FutureState.Canceled) last.Cancel();
            else if (last.TryStart()) last.RunBody(() => next(Result())); // Result throws what failed here: it is passed on
        });
        return last;
    }

    /// <summary>Runs <paramref name="body"/> here, and ends with what comes out of it. Call <see cref="TryStart"/>
    /// first.</summary>
    public void RunBody(Func<T> body)
    {
        T value;
        try { value = body(); }
        catch (Exception e)
        {
            SetException(e);
            return;
        }
        SetResult(value);
    }

    private bool TryEnd(FutureState end, T value, ExceptionDispatchInfo? failure, FutureState from = FutureState.Running)
    {
        List<Action<SmallFuture<T>>> callbacks;
        using (_mutex.Hold())
        {
            if (_state > from) return false;
            (_state, _value, _failure) = (end, value, failure); // [end]
            (callbacks, _callbacks) = (_callbacks, []);         // [take]
            _ended.Broadcast(); // all: each can use the end
        }
        callbacks.ForEach(Call);
        return true;
    }

    private void Call(Action<SmallFuture<T>> callback)
    {
        try { callback(this); } // [call]
        catch (Exception e)
        {
            using (_mutex.Hold()) _callbackFailures.Add(e);
        }
    }

    private static void Require(bool ended)
    {
        if (!ended) throw new InvalidOperationException("The future has ended before; set its end once.");
    }
}
