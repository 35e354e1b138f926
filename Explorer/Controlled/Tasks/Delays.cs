using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for <see cref="Task.Delay(int)"/> and <see cref="Task.WaitAsync(TimeSpan)"/>: the time is up at any
/// moment, and of those that are at least as long as a guard, when nobody else can move.</summary>
public static class Delays
{
    /// <summary>A task that is completed after a time.</summary>
    [Replaces(typeof(Task), nameof(Task.Delay))]
    public static Task Delay(int millisecondsDelay) => Delay(millisecondsDelay, CancellationToken.None);

    /// <summary>A task that is completed after a time.</summary>
    [Replaces(typeof(Task), nameof(Task.Delay))]
    public static Task Delay(TimeSpan delay) => Delay(delay, CancellationToken.None);

    /// <summary>A task that is completed after a time, or cancelled.</summary>
    [Replaces(typeof(Task), nameof(Task.Delay))]
    public static Task Delay(TimeSpan delay, CancellationToken cancellationToken) => After(Milliseconds.OfLong(delay), cancellationToken);

    /// <summary>A task that is completed after a time, or cancelled.</summary>
    [Replaces(typeof(Task), nameof(Task.Delay))]
    public static Task Delay(int millisecondsDelay, CancellationToken cancellationToken) =>
        After(Milliseconds.Checked(millisecondsDelay), cancellationToken);

    /// <summary>A task that follows the task, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAsync))]
    public static Task WaitAsync(Task task, CancellationToken cancellationToken) => Race(task, -1, cancellationToken);

    /// <summary>A task that follows the task, unless the time is up first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAsync))]
    public static Task WaitAsync(Task task, TimeSpan timeout) => Race(task, Milliseconds.OfLong(timeout), CancellationToken.None);

    /// <summary>A task that follows the task, unless the time is up or the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAsync))]
    public static Task WaitAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken) =>
        Race(task, Milliseconds.OfLong(timeout), cancellationToken);

    private static Task After(long milliseconds, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Task.FromCanceled(cancel);
        if (milliseconds == 0) return Task.CompletedTask;
        var promise = new TaskCompletionSource();
        EndWith(promise, milliseconds, cancel, () => promise.TrySetResult());
        return promise.Task;
    }

    private static Task Race(Task task, long milliseconds, CancellationToken cancel)
    {
        if (TaskStates.Look(task)) return task;
        if (CancellationTokens.IsCancellationRequested(in cancel)) return Task.FromCanceled(cancel);
        if (milliseconds == 0) return Task.FromException(new TimeoutException());
        var promise = new TaskCompletionSource();
        Promises.After(task, () =>
        {
            TaskStates.Complete(promise.Task);
            promise.TrySetFromTask(task);
        });
        EndWith(promise, milliseconds, cancel, () => promise.TrySetException(new TimeoutException()));
        return promise.Task;
    }

    // Whichever comes first: it is over, the time is up, or it is cancelled.
    private static void EndWith(TaskCompletionSource promise, long milliseconds, CancellationToken cancel, Action timeIsUp)
    {
        var execution = Execution.Current ?? throw new InvalidOperationException("A controlled delay begins only while the explorer runs.");
        Alarm? alarm = null;
        if (milliseconds > 0)
        {
            alarm = Alarm.Set(execution, "delay", milliseconds, () =>
            {
                TaskStates.Complete(promise.Task);
                timeIsUp();
            });
        }
        var canceled = cancel.CanBeCanceled
            ? CancellationTokens.Register(in cancel, () =>
            {
                TaskStates.Complete(promise.Task);
                promise.TrySetCanceled(cancel);
            })
            : default;
        Promises.After(promise.Task, () =>
        {
            canceled.Unregister();
            alarm?.CallOff(execution);
        });
    }
}
