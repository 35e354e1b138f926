namespace Workbook.Concurrency.Async;

/// <summary>Sources that complete like another task, and sources that are safe to complete anywhere.</summary>
public static class TaskCompletionSourceExtensions
{
    /// <summary>A source whose continuations run on the pool or in their context, never inside the call that completes it:
    /// it may be completed with a lock held.</summary>
    public static TaskCompletionSource<TResult> CreateAsyncTaskSource<TResult>() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes the source as <paramref name="task"/> was: with its result, all its exceptions, or canceled by the
    /// same token.</summary>
    /// <returns>False when the source was completed before.</returns>
    /// <exception cref="ArgumentException">The task is not completed; the source is as it was.</exception>
    public static bool TryCompleteFromCompletedTask<TResult, TSourceResult>(
        this TaskCompletionSource<TResult> @this, Task<TSourceResult> task) where TSourceResult : TResult =>
        TryFail(@this, task) ?? @this.TrySetResult(task.Result);

    /// <summary>Completes the source as <paramref name="task"/> was: with all its exceptions, canceled by the same token, or
    /// with the result of <paramref name="resultFunc"/>.</summary>
    /// <param name="this">The source.</param>
    /// <param name="task">A completed task.</param>
    /// <param name="resultFunc">Called only if the task ran to its end. If it throws, so does this call, and the source is as
    /// it was.</param>
    /// <returns>False when the source was completed before.</returns>
    /// <exception cref="ArgumentException">The task is not completed; the source is as it was.</exception>
    public static bool TryCompleteFromCompletedTask<TResult>(
        this TaskCompletionSource<TResult> @this, Task task, Func<TResult> resultFunc)
    {
        ArgumentNullException.ThrowIfNull(resultFunc);
        return TryFail(@this, task) ?? @this.TrySetResult(resultFunc());
    }

    // Null when the task ran to its end.
    private static bool? TryFail<TResult>(TaskCompletionSource<TResult> source, Task task)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(task);
        return task.Status switch
        {
            TaskStatus.RanToCompletion => null,
            TaskStatus.Faulted => source.TrySetException(task.Exception!.InnerExceptions),
            TaskStatus.Canceled => source.TrySetCanceled(new TaskCanceledException(task).CancellationToken),
            _ => throw new ArgumentException("The task is not completed; await it first.", nameof(task)),
        };
    }
}
