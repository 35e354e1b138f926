namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to complete a task by hand: a step, and then the platform's member.</summary>
public static class CompletionSources
{
    /// <inheritdoc cref="TaskCompletionSource.SetResult"/>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.SetResult))]
    public static void SetResult(TaskCompletionSource source) => Step(source.Task, source).SetResult();

    /// <inheritdoc cref="TaskCompletionSource.TrySetResult"/>
    [Replaces(typeof(TaskCompletionSource), nameof(TaskCompletionSource.TrySetResult))]
    public static bool TrySetResult(TaskCompletionSource source) => Step(source.Task, source).TrySetResult();

    /// <inheritdoc cref="TaskCompletionSource{TResult}.SetResult"/>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.SetResult))]
    public static void SetResult<TResult>(TaskCompletionSource<TResult> source, TResult result) => Step(source.Task, source).SetResult(result);

    /// <inheritdoc cref="TaskCompletionSource{TResult}.TrySetResult"/>
    [Replaces(typeof(TaskCompletionSource<>), nameof(TaskCompletionSource<>.TrySetResult))]
    public static bool TrySetResult<TResult>(TaskCompletionSource<TResult> source, TResult result) => Step(source.Task, source).TrySetResult(result);

    private static TSource Step<TSource>(Task task, TSource source)
    {
        TaskStates.Complete(task);
        return source;
    }
}
