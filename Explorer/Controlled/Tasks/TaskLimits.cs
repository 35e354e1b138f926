using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Time limits and tokens of what is waited for without a thread.</summary>
internal static class TaskLimits
{
    /// <summary>Has one of the two called once the time is up or the token is cancelled, as long as the task is not
    /// completed.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="limit">How long.</param>
    /// <param name="timeIsUp">Called on a thread of its own.</param>
    /// <param name="isCanceled">Called by who cancels.</param>
    public static void EndWith(Task task, Limit limit, Action timeIsUp, Action isCanceled)
    {
        if (!limit.CanTimeOut && !limit.Token.CanBeCanceled) return;
        var execution = Execution.Current
            ?? throw new InvalidOperationException("A time limit begins only while the explorer runs.");
        var alarm = limit.CanTimeOut ? Alarm.Set(execution, "time-out", limit.Milliseconds, timeIsUp) : null;
        var token = limit.Token;
        var canceled = token.CanBeCanceled ? CancellationTokens.Register(in token, isCanceled) : default;
        Promises.After(task, () =>
        {
            canceled.Unregister();
            alarm?.CallOff(execution);
        });
    }

    /// <summary>Completes it as an async method does that throws: awaited, it throws an
    /// <see cref="OperationCanceledException"/>, where a promise by itself would throw a
    /// <see cref="TaskCanceledException"/>.</summary>
    public static void Cancel<T>(TaskCompletionSource<T> promise, CancellationToken cancel)
    {
        var thrown = System.Runtime.CompilerServices.AsyncTaskMethodBuilder<T>.Create();
        thrown.SetException(new OperationCanceledException(cancel));
        TaskStates.Complete(promise.Task);
        promise.SetFromTask(thrown.Task);
    }
}
