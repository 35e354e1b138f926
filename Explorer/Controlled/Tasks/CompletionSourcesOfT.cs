namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to give a task its result by hand: a step, and then the platform's member.</summary>
public static class CompletionSourcesOfT
{
    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetResult))]
    public static void SetResult<TResult>(TaskCompletionSource<TResult> source, TResult result) =>
        Completing(source).SetResult(result);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetResult))]
    public static bool TrySetResult<TResult>(TaskCompletionSource<TResult> source, TResult result) =>
        Completing(source).TrySetResult(result);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetException))]
    public static void SetException<TResult>(TaskCompletionSource<TResult> source, Exception exception) =>
        Completing(source).SetException(exception);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetException))]
    public static void SetException<TResult>(TaskCompletionSource<TResult> source, IEnumerable<Exception> exceptions) =>
        Completing(source).SetException(exceptions);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetException))]
    public static bool TrySetException<TResult>(TaskCompletionSource<TResult> source, Exception exception) =>
        Completing(source).TrySetException(exception);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetException))]
    public static bool TrySetException<TResult>(TaskCompletionSource<TResult> source, IEnumerable<Exception> exceptions) =>
        Completing(source).TrySetException(exceptions);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetCanceled))]
    public static void SetCanceled<TResult>(TaskCompletionSource<TResult> source) => Completing(source).SetCanceled();

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetCanceled))]
    public static void SetCanceled<TResult>(TaskCompletionSource<TResult> source, CancellationToken cancellationToken) =>
        Completing(source).SetCanceled(cancellationToken);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetCanceled))]
    public static bool TrySetCanceled<TResult>(TaskCompletionSource<TResult> source) => Completing(source).TrySetCanceled();

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetCanceled))]
    public static bool TrySetCanceled<TResult>(TaskCompletionSource<TResult> source, CancellationToken cancellationToken) =>
        Completing(source).TrySetCanceled(cancellationToken);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetFromTask))]
    public static void SetFromTask<TResult>(TaskCompletionSource<TResult> source, Task<TResult> completedTask) =>
        Completing(source).SetFromTask(completedTask);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetFromTask))]
    public static bool TrySetFromTask<TResult>(TaskCompletionSource<TResult> source, Task<TResult> completedTask) =>
        Completing(source).TrySetFromTask(completedTask);

    /// <summary>The task that it completes.</summary>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.Task))]
    public static Task<TResult> Task<TResult>(TaskCompletionSource<TResult> source) => TaskStates.From(source.Task, source);

    private static TaskCompletionSource<TResult> Completing<TResult>(TaskCompletionSource<TResult> source)
    {
        TaskStates.Complete(source.Task);
        return source;
    }
}
