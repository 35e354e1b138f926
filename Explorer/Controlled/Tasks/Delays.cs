using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for <see cref="Task.Delay(int)"/> and <see cref="Task.WaitAsync(TimeSpan)"/>: the time
/// is up at any moment, and of those that are at least as long as a guard, when nobody else can move.</summary>
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
    public static Task Delay(TimeSpan delay, CancellationToken cancellationToken) =>
        After(Milliseconds.OfLong(delay, nameof(delay)), cancellationToken);

    /// <summary>A task that is completed after a time, or cancelled.</summary>
    [Replaces(typeof(Task), nameof(Task.Delay))]
    public static Task Delay(int millisecondsDelay, CancellationToken cancellationToken) =>
        After(Milliseconds.Checked(millisecondsDelay, nameof(millisecondsDelay)), cancellationToken);

    /// <summary>A task that follows the task, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAsync))]
    public static Task WaitAsync(Task task, CancellationToken cancellationToken) => WaitAsync(task, -1, cancellationToken);

    /// <summary>A task that follows the task, unless the time is up first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAsync))]
    public static Task WaitAsync(Task task, TimeSpan timeout) =>
        WaitAsync(task, Milliseconds.OfLong(timeout), CancellationToken.None);

    /// <summary>A task that follows the task, unless the time is up or the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAsync))]
    public static Task WaitAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitAsync(task, Milliseconds.OfLong(timeout), cancellationToken);

    /// <summary>A task that follows the task, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.WaitAsync))]
    public static Task<TResult> WaitAsync<TResult>(Task<TResult> task, CancellationToken cancellationToken) =>
        WaitAsync(task, -1, cancellationToken);

    /// <summary>A task that follows the task, unless the time is up first.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.WaitAsync))]
    public static Task<TResult> WaitAsync<TResult>(Task<TResult> task, TimeSpan timeout) =>
        WaitAsync(task, Milliseconds.OfLong(timeout), CancellationToken.None);

    /// <summary>A task that follows the task, unless the time is up or the token is cancelled first.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.WaitAsync))]
    public static Task<TResult> WaitAsync<TResult>(Task<TResult> task, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitAsync(task, Milliseconds.OfLong(timeout), cancellationToken);

    private static Task After(long milliseconds, CancellationToken cancel)
    {
        if (CancellationTokens.IsCancellationRequested(in cancel)) return Task.FromCanceled(cancel);
        if (milliseconds == 0) return Task.CompletedTask;
        var promise = new TaskCompletionSource();
        TaskStates.Name(promise.Task, "Task.Delay");
        EndWith(promise.Task, milliseconds, cancel, () => promise.TrySetResult(), () => promise.TrySetCanceled(cancel));
        return promise.Task;
    }

    private static Task WaitAsync(Task task, long milliseconds, CancellationToken cancel)
    {
        if (AtOnce(task, milliseconds, cancel) is { } how) return how is Task done ? done : Task.FromException((Exception)how);
        var promise = new TaskCompletionSource();
        Race(task, promise.Task, () => promise.TrySetFromTask(task));
        EndWith(promise.Task, milliseconds, cancel, () => promise.TrySetException(new TimeoutException()),
            () => promise.TrySetCanceled(cancel));
        return promise.Task;
    }

    private static Task<T> WaitAsync<T>(Task<T> task, long milliseconds, CancellationToken cancel)
    {
        if (AtOnce(task, milliseconds, cancel) is { } how)
        {
            return how is Task<T> done ? done
                : how is Task ? Task.FromCanceled<T>(cancel)
                : Task.FromException<T>((Exception)how);
        }
        var promise = new TaskCompletionSource<T>();
        Race(task, promise.Task, () => promise.TrySetFromTask(task));
        EndWith(promise.Task, milliseconds, cancel, () => promise.TrySetException(new TimeoutException()),
            () => promise.TrySetCanceled(cancel));
        return promise.Task;
    }

    // The task itself, one that is cancelled, or an exception; null: it has to be waited for.
    private static object? AtOnce(Task task, long milliseconds, CancellationToken cancel)
    {
        if (TaskStates.Look(task) || (milliseconds == -1 && !cancel.CanBeCanceled)) return task;
        if (CancellationTokens.IsCancellationRequested(in cancel)) return Task.FromCanceled(cancel);
        return milliseconds == 0 ? new TimeoutException() : null;
    }

    private static void Race(Task task, Task promise, Action keep)
    {
        TaskStates.Name(promise, "WaitAsync");
        TaskStates.Follow(promise, task);
        Promises.After(task, () =>
        {
            TaskStates.Complete(promise);
            keep();
        });
    }

    // Whichever comes first: it is over, the time is up, or it is cancelled.
    private static void EndWith(Task promise, long milliseconds, CancellationToken cancel, Action timeIsUp, Action cancelIt)
    {
        var execution = Execution.Current
            ?? throw new InvalidOperationException("A controlled delay begins only while the explorer runs.");
        Alarm? alarm = null;
        if (milliseconds > 0)
        {
            alarm = Alarm.Set(execution, Alarm.Delay, milliseconds, () =>
            {
                TaskStates.Complete(promise);
                timeIsUp();
            });
        }
        var canceled = cancel.CanBeCanceled
            ? CancellationTokens.Register(in cancel, () =>
            {
                TaskStates.Complete(promise);
                cancelIt();
            })
            : default;
        Promises.After(promise, () =>
        {
            canceled.Unregister();
            alarm?.CallOff(execution);
        });
    }
}
