namespace Workbook.Concurrency.Async.Synchronous;

/// <summary>Blocking on a task, for code that cannot await.</summary>
/// <remarks>Blocks the calling thread. In a context with one thread, such as a user interface or an
/// <see cref="AsyncContext"/>, a task whose own code must be resumed there never completes.</remarks>
public static class TaskExtensions
{
    /// <summary>Blocks until the task has completed, and throws what it threw, not wrapped in an
    /// <see cref="AggregateException"/>.</summary>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    /// <exception cref="Exception">The first exception of the task.</exception>
    public static void WaitAndUnwrapException(this Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="WaitAndUnwrapException(Task)"/>
    /// <returns>The result of the task.</returns>
    public static TResult WaitAndUnwrapException<TResult>(this Task<TResult> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Blocks until the task has completed or the token is cancelled, and throws what the task threw, not wrapped in
    /// an <see cref="AggregateException"/>.</summary>
    /// <exception cref="OperationCanceledException">The task was canceled, or the token cancelled before the task had
    /// completed.</exception>
    /// <exception cref="Exception">The first exception of the task.</exception>
    public static void WaitAndUnwrapException(this Task task, CancellationToken cancellationToken)
    {
        task.WaitWithoutException(cancellationToken);
        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="WaitAndUnwrapException(Task, CancellationToken)"/>
    /// <returns>The result of the task.</returns>
    public static TResult WaitAndUnwrapException<TResult>(this Task<TResult> task, CancellationToken cancellationToken)
    {
        task.WaitWithoutException(cancellationToken);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Blocks until the task has completed, whichever way. Its exception counts as seen.</summary>
    public static void WaitWithoutException(this Task task) => task.WaitWithoutException(CancellationToken.None);

    /// <summary>Blocks until the task has completed, whichever way, or the token is cancelled. The exception of the task
    /// counts as seen.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the task had completed.</exception>
    public static void WaitWithoutException(this Task task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        try { task.Wait(cancellationToken); }
        catch (Exception e) when (task.IsCompleted && (e is AggregateException or OperationCanceledException)) { }
    }
}
