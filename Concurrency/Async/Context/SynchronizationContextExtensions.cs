namespace Workbook.Concurrency.Async;

/// <summary>Post and Send with results, exceptions and asynchronous code.</summary>
/// <remarks>An exception goes to the caller, by the task or directly, and not into the context.</remarks>
public static class SynchronizationContextExtensions
{
    /// <summary>Runs <paramref name="action"/> in the context, and blocks until it has run.</summary>
    /// <exception cref="Exception">What <paramref name="action"/> threw, if the context passes it on.</exception>
    public static void Send(this SynchronizationContext @this, Action action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        @this.Send(static action => ((Action)action!)(), action);
    }

    /// <summary>Runs <paramref name="action"/> in the context, blocks until it has run, and returns what it returned.</summary>
    /// <exception cref="Exception">What <paramref name="action"/> threw, if the context passes it on.</exception>
    public static T Send<T>(this SynchronizationContext @this, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        T result = default!;
        @this.Send(_ => result = action(), null);
        return result;
    }

    /// <summary>Queues <paramref name="action"/> to the context.</summary>
    /// <returns>A task that completes when it has run, with its exception if it threw; never, if the context drops it.</returns>
    public static Task PostAsync(this SynchronizationContext @this, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return @this.PostAsync(() =>
        {
            action();
            return true;
        });
    }

    /// <summary>Queues <paramref name="action"/> to the context.</summary>
    /// <returns>A task that completes when it has run, with its result or exception; never, if the context drops it.</returns>
    public static Task<T> PostAsync<T>(this SynchronizationContext @this, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        var source = TaskCompletionSourceExtensions.CreateAsyncTaskSource<T>();
        @this.Post(_ => source.TryCompleteFromCompletedTask(TaskHelper.ExecuteAsTask(action)), null);
        return source.Task;
    }

    /// <summary>Queues asynchronous <paramref name="action"/> to the context, which is also where it is resumed.</summary>
    /// <returns>A task that completes when the task of <paramref name="action"/> has, in the same way.</returns>
    public static Task PostAsync(this SynchronizationContext @this, Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return @this.PostAsync(async () =>
        {
            await action();
            return true;
        });
    }

    /// <summary>Queues asynchronous <paramref name="action"/> to the context, which is also where it is resumed.</summary>
    /// <returns>A task that completes when the task of <paramref name="action"/> has, in the same way.</returns>
    public static Task<T> PostAsync<T>(this SynchronizationContext @this, Func<Task<T>> action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        var source = TaskCompletionSourceExtensions.CreateAsyncTaskSource<T>();
        // async void: the context counts it as an outstanding operation. It throws nothing.
        @this.Post(async _ => source.TryCompleteFromCompletedTask(await Completed(action)), null);
        return source.Task;
    }

    // The task of the action, completed one way or another; a synchronous exception as a task.
    private static async Task<Task<T>> Completed<T>(Func<Task<T>> action)
    {
        Task<T> task;
        try { task = action() ?? throw new InvalidOperationException("The action returned null in place of a task."); }
        catch (Exception e) { return Task.FromException<T>(e); }
        await ((Task)task).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return task;
    }
}
