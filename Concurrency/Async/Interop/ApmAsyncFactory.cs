namespace Workbook.Concurrency.Async.Interop;

/// <summary>Offers a task as a pair of Begin and End methods, for callers of the Asynchronous Programming Model.</summary>
public static class ApmAsyncFactory
{
    /// <summary>The body of a Begin method.</summary>
    /// <param name="task">The operation.</param>
    /// <param name="callback">Called once, when it has completed, on the pool; never inside this call, even when the task
    /// has completed already. Null: nobody. An exception of it is unhandled.</param>
    /// <param name="state">The <see cref="IAsyncResult.AsyncState"/> of what is returned.</param>
    /// <returns>What <paramref name="callback"/> will be given too.</returns>
    public static IAsyncResult ToBegin(Task task, AsyncCallback? callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(task);
        return ToBegin<bool>(
            task, callback, state, static (source, done) => source.TryCompleteFromCompletedTask(done, () => true));
    }

    /// <inheritdoc cref="ToBegin(Task, AsyncCallback, object)"/>
    public static IAsyncResult ToBegin<TResult>(Task<TResult> task, AsyncCallback? callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(task);
        return ToBegin<TResult>(
            task, callback, state, static (source, done) => source.TryCompleteFromCompletedTask((Task<TResult>)done));
    }

    /// <summary>The body of an End method: blocks until the operation has completed, and throws what it threw.</summary>
    /// <param name="asyncResult">What <see cref="ToBegin(Task, AsyncCallback, object)"/> returned.</param>
    /// <exception cref="ArgumentException">It did not come from there.</exception>
    public static void ToEnd(IAsyncResult asyncResult)
    {
        ArgumentNullException.ThrowIfNull(asyncResult);
        (asyncResult as Task ?? throw Foreign()).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="ToEnd(IAsyncResult)"/>
    /// <returns>The result of the operation.</returns>
    public static TResult ToEnd<TResult>(IAsyncResult asyncResult)
    {
        ArgumentNullException.ThrowIfNull(asyncResult);
        return (asyncResult as Task<TResult> ?? throw Foreign()).GetAwaiter().GetResult();
    }

    private static Task<T> ToBegin<T>(
        Task task, AsyncCallback? callback, object? state, Action<TaskCompletionSource<T>, Task> complete)
    {
        // A task of our own, because AsyncState is fixed when a task is made.
        var source = new TaskCompletionSource<T>(state, TaskCreationOptions.RunContinuationsAsynchronously);
        // The awaiter, and not ContinueWith, which would hide an exception of the callback in a task that nobody sees.
        if (callback is not null) source.Task.ConfigureAwait(false).GetAwaiter().OnCompleted(() => callback(source.Task));
        task.ContinueWith(
            done => complete(source, done),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return source.Task;
    }

    private static ArgumentException Foreign() =>
        new("Not the result of ToBegin with this type of result; pass what ToBegin returned.", "asyncResult");
}
