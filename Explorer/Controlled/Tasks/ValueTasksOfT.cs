namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call of value tasks with a result.</summary>
public static class ValueTasksOfT
{
    /// <summary>Whether it has ended.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.IsCompleted))]
    public static bool IsCompleted<TResult>(ref readonly ValueTask<TResult> task) =>
        ValueTaskSources.TaskOf(task) is { } waited ? TaskStates.Look(waited) : task.IsCompleted;

    /// <summary>Whether it has ended, neither faulted nor cancelled.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.IsCompletedSuccessfully))]
    public static bool IsCompletedSuccessfully<TResult>(ref readonly ValueTask<TResult> task) =>
        IsCompleted(in task) && task.IsCompletedSuccessfully;

    /// <summary>Whether an exception ended it.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.IsFaulted))]
    public static bool IsFaulted<TResult>(ref readonly ValueTask<TResult> task) => IsCompleted(in task) && task.IsFaulted;

    /// <summary>Whether it was cancelled.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.IsCanceled))]
    public static bool IsCanceled<TResult>(ref readonly ValueTask<TResult> task) => IsCompleted(in task) && task.IsCanceled;

    /// <summary>Its result, which must be there, or is waited for if it stands for a task.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.Result))]
    public static TResult Result<TResult>(ref readonly ValueTask<TResult> task)
    {
        if (ValueTaskSources.TaskOf(task) is { IsCompleted: false } waited) TaskStates.Wait(waited);
        return task.Result;
    }

    /// <summary>For <c>await valueTask</c>.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.GetAwaiter))]
    public static ValueTaskAwaiter<TResult> GetAwaiter<TResult>(ref readonly ValueTask<TResult> task) => new(task);

    /// <summary>For <c>await valueTask.ConfigureAwait(false)</c>.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.ConfigureAwait))]
    public static ConfiguredValueTaskAwaitable<TResult> ConfigureAwait<TResult>(ref readonly ValueTask<TResult> task,
        bool continueOnCapturedContext) =>
        new(task, continueOnCapturedContext);

    /// <summary>It as a task; of a source one that is completed with it, in a step of its own.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.AsTask))]
    public static Task<TResult> AsTask<TResult>(ref readonly ValueTask<TResult> task)
    {
        if (!ValueTaskSources.IsOfSource(task)) return task.AsTask();
        var (awaiter, promise) = (task.GetAwaiter(), new TaskCompletionSource<TResult>());
        if (awaiter.IsCompleted) Keep();
        else task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Keep);
        return promise.Task;

        void Keep()
        {
            Action keep;
            try
            {
                var result = awaiter.GetResult();
                keep = () => promise.SetResult(result);
            }
            catch (OperationCanceledException e) { keep = () => promise.SetCanceled(e.CancellationToken); }
            catch (Exception e) when (e is not Scheduling.ExecutionAborted) { keep = () => promise.SetException(e); }
            TaskStates.Complete(promise.Task);
            keep();
        }
    }

    /// <summary>One that may be asked often.</summary>
    [Replaces(typeof(ValueTask<>), nameof(ValueTask<>.Preserve))]
    public static ValueTask<TResult> Preserve<TResult>(ref readonly ValueTask<TResult> task) =>
        ValueTaskSources.IsOfSource(task) ? new ValueTask<TResult>(AsTask(in task)) : task;
}
