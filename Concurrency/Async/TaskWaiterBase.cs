// Two threads may end a wait at the same moment in which a third still registers for its cancellation:
//
//      _stage            written by                    what is found there before
//      New         0
//      Watched     1     Watch, after registering      Ended: the wait was over meanwhile; Watch unregisters
//      Ended       2     Complete                      Watched: Complete unregisters
//
//   I1  A registration that was made is unregistered once, by the second of the two.

namespace Workbook.Concurrency.Async;

/// <summary>A wait that ends with the completion of a task.</summary>
/// <typeparam name="TResult">The result of the task.</typeparam>
internal abstract class TaskWaiterBase<TResult>(AsyncWaitQueue origin) : AsyncWaiter(origin)
{
    private const int New = 0, Watched = 1, Ended = 2;

    // Asynchronously: whoever releases a lock must not find itself in the code of the next holder.
    private readonly TaskCompletionSource<TResult> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _cancel; // written before the registration that leads to its being read
    private CancellationTokenRegistration _registration; // published by the exchange of _stage
    private int _stage; // see the table; exchanged only

    internal Task<TResult> Task => _source.Task;

    /// <summary>From now on the wait may be cancelled. Call it once, after enqueueing, without the lock: a token that is
    /// cancelled already calls back at once.</summary>
    internal void Watch(CancellationToken cancel)
    {
        if (!cancel.CanBeCanceled) return;
        _cancel = cancel;
        _registration = cancel.UnsafeRegister(static me => ((AsyncWaiter)me!).Origin.GiveUp((AsyncWaiter)me), this);
        if (Interlocked.Exchange(ref _stage, Watched) == Ended) _registration.Unregister();
    }

    internal sealed override void Complete()
    {
        // Unregister, not Dispose: that would wait for a callback which, having come too late, is waiting for the lock.
        if (Interlocked.Exchange(ref _stage, Ended) == Watched) _registration.Unregister();
        if (HasGivenUp) _source.SetCanceled(_cancel);
        else Complete(_source);
    }

    /// <summary>Completes the task of a wait that was not given up.</summary>
    protected abstract void Complete(TaskCompletionSource<TResult> source);
}
