namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call of value tasks.</summary>
public static class ValueTasks
{
    /// <summary>Whether it has ended.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.IsCompleted))]
    public static bool IsCompleted(ref readonly ValueTask task) =>
        ValueTaskSources.TaskOf(task) is { } waited ? TaskStates.Look(waited) : task.IsCompleted;

    /// <summary>Whether it has ended, neither faulted nor cancelled.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.IsCompletedSuccessfully))]
    public static bool IsCompletedSuccessfully(ref readonly ValueTask task) =>
        IsCompleted(in task) && task.IsCompletedSuccessfully;

    /// <summary>Whether an exception ended it.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.IsFaulted))]
    public static bool IsFaulted(ref readonly ValueTask task) => IsCompleted(in task) && task.IsFaulted;

    /// <summary>Whether it was cancelled.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.IsCanceled))]
    public static bool IsCanceled(ref readonly ValueTask task) => IsCompleted(in task) && task.IsCanceled;

    /// <summary>For <c>await valueTask</c>.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.GetAwaiter))]
    public static ValueTaskAwaiter GetAwaiter(ref readonly ValueTask task) => new(task);

    /// <summary>For <c>await valueTask.ConfigureAwait(false)</c>.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.ConfigureAwait))]
    public static ConfiguredValueTaskAwaitable ConfigureAwait(ref readonly ValueTask task, bool continueOnCapturedContext) =>
        new(task, continueOnCapturedContext);

    /// <summary>It as a task; of a source one that is completed with it, in a step of its own.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.AsTask))]
    public static Task AsTask(ref readonly ValueTask task)
    {
        if (!ValueTaskSources.IsOfSource(task)) return task.AsTask();
        var (awaiter, promise) = (task.GetAwaiter(), new TaskCompletionSource());
        if (awaiter.IsCompleted) Keep();
        else task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Keep);
        return promise.Task;

        void Keep()
        {
            Action keep;
            try
            {
                awaiter.GetResult();
                keep = promise.SetResult;
            }
            catch (OperationCanceledException e) { keep = () => promise.SetCanceled(e.CancellationToken); }
            catch (Exception e) when (e is not Scheduling.ExecutionAborted) { keep = () => promise.SetException(e); }
            TaskStates.Complete(promise.Task);
            keep();
        }
    }

    /// <summary>One that may be asked often.</summary>
    [Replaces(typeof(ValueTask), nameof(ValueTask.Preserve))]
    public static ValueTask Preserve(ref readonly ValueTask task) =>
        ValueTaskSources.IsOfSource(task) ? new ValueTask(AsTask(in task)) : task;
}
