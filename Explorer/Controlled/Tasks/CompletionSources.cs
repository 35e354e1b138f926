namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to complete a task by hand: a step, and then the platform's member.</summary>
public static class CompletionSources
{
    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetResult))]
    public static void SetResult(TaskCompletionSource source) => Completing(source).SetResult();

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetResult))]
    public static bool TrySetResult(TaskCompletionSource source) => Completing(source).TrySetResult();

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetException))]
    public static void SetException(TaskCompletionSource source, Exception exception) =>
        Completing(source).SetException(exception);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetException))]
    public static void SetException(TaskCompletionSource source, IEnumerable<Exception> exceptions) =>
        Completing(source).SetException(exceptions);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetException))]
    public static bool TrySetException(TaskCompletionSource source, Exception exception) =>
        Completing(source).TrySetException(exception);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetException))]
    public static bool TrySetException(TaskCompletionSource source, IEnumerable<Exception> exceptions) =>
        Completing(source).TrySetException(exceptions);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetCanceled))]
    public static void SetCanceled(TaskCompletionSource source) => Completing(source).SetCanceled();

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetCanceled))]
    public static void SetCanceled(TaskCompletionSource source, CancellationToken cancellationToken) =>
        Completing(source).SetCanceled(cancellationToken);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetCanceled))]
    public static bool TrySetCanceled(TaskCompletionSource source) => Completing(source).TrySetCanceled();

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetCanceled))]
    public static bool TrySetCanceled(TaskCompletionSource source, CancellationToken cancellationToken) =>
        Completing(source).TrySetCanceled(cancellationToken);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetFromTask))]
    public static void SetFromTask(TaskCompletionSource source, System.Threading.Tasks.Task completedTask) =>
        Completing(source).SetFromTask(completedTask);

    /// <summary>Completes the task: a step.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetFromTask))]
    public static bool TrySetFromTask(TaskCompletionSource source, System.Threading.Tasks.Task completedTask) =>
        Completing(source).TrySetFromTask(completedTask);

    /// <summary>The task that it completes.</summary>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.Task))]
    public static System.Threading.Tasks.Task Task(TaskCompletionSource source) => TaskStates.From(source.Task, source);

    private static TaskCompletionSource Completing(TaskCompletionSource source)
    {
        TaskStates.Complete(source.Task);
        return source;
    }
}
