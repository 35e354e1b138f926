// A chain: each Then makes a future that ends after the one before it, in the same way or with what its function makes of it.
//
//      load ---- Then(parse) ----> parsed ---- Then(count) ----> counted
//
//      load succeeds with x        parse(x) runs                  count(...) runs
//      load fails with e           fails with e, no call          fails with e, no call
//      load is cancelled           cancelled, no call             cancelled, no call

using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Workbook.Concurrency.Pools;

/// <summary>A <see cref="Future"/> that ends with a value, if it succeeds.</summary>
/// <remarks>Any thread may call any member. It comes from a <see cref="Promise{T}"/> or from <see cref="WorkerPool"/>.</remarks>
public sealed class Future<T> : Future
{
    private T _value = default!; // written once, by TryEnd, before the state (I2 of Future); read after it

    internal Future() { }

    /// <summary>Blocks until it has ended, and returns its value.</summary>
    /// <remarks>A failure is thrown as it was, the same object, with the stack of where it came from; to everybody who
    /// asks.</remarks>
    /// <exception cref="OperationCanceledException">The future was cancelled (see <see cref="Future.State"/>), or the wait
    /// was.</exception>
    public T Result(CancellationToken cancel = default)
    {
        Join(cancel);
        return _value;
    }

    /// <summary>The same, but waits no longer than <paramref name="timeout"/>.</summary>
    /// <param name="result">The value, when there is one.</param>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the future; an already cancelled one means: do not wait.</param>
    /// <returns>True with the value, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">The future was cancelled (see <see cref="Future.State"/>), or the wait
    /// was.</exception>
    public bool TryResult([MaybeNullWhen(false)] out T result, TimeSpan timeout, CancellationToken cancel = default)
    {
        var isDone = Join(timeout, cancel);
        result = isDone ? _value : default; // not looked at before the end: it may be half written
        return isDone;
    }

    /// <inheritdoc cref="Future.OnDone(Action{Future})"/>
    public void OnDone(Action<Future<T>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        base.OnDone(done => callback((Future<T>)done));
    }

    /// <summary>A future for what <paramref name="next"/> makes of this one's value.</summary>
    /// <remarks><paramref name="next"/> is called like a callback of <see cref="OnDone"/>, only if this one succeeds, and not if
    /// the new one was cancelled before. What it throws is the failure of the new future. Cancelling the new one leaves this one
    /// as it is.</remarks>
    public Future<TNext> Then<TNext>(Func<T, TNext> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var promise = new Promise<TNext>();
        OnDone(done =>
        {
            if (!promise.Future.TryFailLike(done)) promise.Run(() => next(done._value));
        });
        return promise.Future;
    }

    /// <summary>The same for a function that returns a future: the new one ends as that one does, and not before.</summary>
    public Future<TNext> Then<TNext>(Func<T, Future<TNext>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var promise = new Promise<TNext>();
        OnDone(done =>
        {
            if (promise.Future.TryFailLike(done) || !promise.TryStart()) return;
            try { next(done._value).OnDone(last => promise.Future.EndLike(last)); }
            catch (Exception e) { promise.Future.TryEndBy(e); }
        });
        return promise.Future;
    }

    internal bool TrySucceed(T value) => TryEnd(FutureState.Succeeded, failure: null, ref _value, value);

    internal bool TryFail(Exception failure) =>
        TryEnd(FutureState.Failed, ExceptionDispatchInfo.Capture(failure), ref _value, default!);

    internal bool TryBeCanceled(ExceptionDispatchInfo? cause = null) => TryEnd(FutureState.Canceled, cause, ref _value, default!);

    /// <summary>Ends it by what a body threw: cancelled if it says so, failed otherwise.</summary>
    internal bool TryEndBy(Exception thrown) => thrown is OperationCanceledException
        ? TryBeCanceled(ExceptionDispatchInfo.Capture(thrown))
        : TryFail(thrown);

    /// <returns>False when <paramref name="done"/> succeeded, and there is nothing to pass on but its value.</returns>
    internal bool TryFailLike(Future done)
    {
        if (done.State == FutureState.Succeeded) return false;
        TryEnd(done.State, done.Cause, ref _value, default!);
        return true;
    }

    private void EndLike(Future<T> done)
    {
        if (!TryFailLike(done)) TrySucceed(done._value);
    }
}
