// A wait handle, awaited, and the race at its end. The pool's wait thread takes the signal of an auto-reset event, which is
// then gone, and queues a callback; a cancellation arrives in between:
//
//      wait thread           pool                     canceller
//      signal taken
//      callback queued                                Cancel: the wait is withdrawn [withdraw], and not yet called canceled
//                            callback: result true
//                                                     withdrawn, no callback will come: canceled, if there is no result yet
//
//   I1  A signal that was taken from the handle is told, whatever the token does: the task is then not canceled.

namespace Workbook.Concurrency.Async.Interop;

/// <summary>Makes tasks of wait handles. No thread is blocked by them, but one per 63 handles, of the pool's.</summary>
/// <remarks>A handle that is signaled at the call gives a completed task, whatever the timeout and the token say. Do not
/// dispose the handle before the task has completed. Not for a mutex, which belongs to the thread that took it.</remarks>
public static class WaitHandleAsyncFactory
{
    /// <summary>A task that completes when the handle is signaled.</summary>
    public static Task FromWaitHandle(WaitHandle handle) =>
        FromWaitHandle(handle, Timeout.InfiniteTimeSpan, CancellationToken.None);

    /// <summary>A task whose result is true when the handle was signaled in time.</summary>
    /// <param name="handle">What to wait for.</param>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public static Task<bool> FromWaitHandle(WaitHandle handle, TimeSpan timeout) =>
        FromWaitHandle(handle, timeout, CancellationToken.None);

    /// <summary>A task that completes when the handle is signaled, or is canceled with the token.</summary>
    public static Task FromWaitHandle(WaitHandle handle, CancellationToken token) =>
        FromWaitHandle(handle, Timeout.InfiniteTimeSpan, token);

    /// <summary>A task whose result is true when the handle was signaled in time, or which is canceled with the token. A
    /// signal that the task took is never lost to a cancellation.</summary>
    /// <param name="handle">What to wait for.</param>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    public static Task<bool> FromWaitHandle(WaitHandle handle, TimeSpan timeout, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        }
        if (handle.WaitOne(0)) return TaskConstants.BooleanTrue;
        if (timeout == TimeSpan.Zero) return TaskConstants.BooleanFalse;
        return token.IsCancellationRequested ? Task.FromCanceled<bool>(token) : WaitAsync(handle, timeout, token);
    }

    private static async Task<bool> WaitAsync(WaitHandle handle, TimeSpan timeout, CancellationToken token)
    {
        var source = TaskCompletionSourceExtensions.CreateAsyncTaskSource<bool>();
        var wait = ThreadPool.RegisterWaitForSingleObject(
            handle, (_, timedOut) => source.TrySetResult(!timedOut), state: null, timeout, executeOnlyOnce: true);
        try
        {
            using var withdraw = token.UnsafeRegister(_ => Withdraw(wait, source, token), null);
            return await source.Task.ConfigureAwait(false);
        }
        finally { wait.Unregister(null); }
    }

    private static void Withdraw(RegisteredWaitHandle wait, TaskCompletionSource<bool> source, CancellationToken token)
    {
        var withdrawn = new ManualResetEvent(false); // set when no callback runs or will run
        if (!wait.Unregister(withdrawn)) return;     // [withdraw]; false: it has completed
        ThreadPool.RegisterWaitForSingleObject(
            withdrawn,
            (_, _) =>
            {
                withdrawn.Dispose();
                source.TrySetCanceled(token); // I1
            },
            state: null, Timeout.InfiniteTimeSpan, executeOnlyOnce: true);
    }
}
