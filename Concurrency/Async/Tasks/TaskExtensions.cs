namespace Workbook.Concurrency.Async;

/// <summary>Waiting for tasks and for several tasks, with a token.</summary>
/// <remarks>A cancelled wait leaves the tasks themselves as they are: only the waiting ends.</remarks>
public static class TaskExtensions
{
    /// <summary>Waits for the task, but not beyond a cancellation. (Where the platform's own <c>WaitAsync</c> applies, the
    /// compiler prefers it; the two agree.)</summary>
    /// <returns>The task itself if the token cannot be cancelled.</returns>
    public static Task WaitAsync(this Task @this, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(@this);
        return @this.WaitAsync(cancellationToken); // the platform's
    }

    /// <inheritdoc cref="WaitAsync(Task, CancellationToken)"/>
    public static Task<TResult> WaitAsync<TResult>(this Task<TResult> @this, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(@this);
        return @this.WaitAsync(cancellationToken); // the platform's
    }

    /// <summary>Waits for the first of the tasks to complete, one way or another.</summary>
    /// <returns>A task whose result is that task; canceled if the token came first.</returns>
    /// <exception cref="ArgumentException">There is no task, or one is null.</exception>
    public static Task<Task> WhenAny(this IEnumerable<Task> @this, CancellationToken cancellationToken) =>
        Task.WhenAny(@this).WaitAsync(cancellationToken);

    /// <inheritdoc cref="WhenAny(IEnumerable{Task}, CancellationToken)"/>
    public static Task<Task<TResult>> WhenAny<TResult>(
        this IEnumerable<Task<TResult>> @this, CancellationToken cancellationToken) =>
        Task.WhenAny(@this).WaitAsync(cancellationToken);

    /// <summary>Waits for the first of the tasks to complete, one way or another.</summary>
    /// <returns>A task whose result is that task.</returns>
    /// <exception cref="ArgumentException">There is no task, or one is null.</exception>
    public static Task<Task> WhenAny(this IEnumerable<Task> @this) => Task.WhenAny(@this);

    /// <inheritdoc cref="WhenAny(IEnumerable{Task})"/>
    public static Task<Task<TResult>> WhenAny<TResult>(this IEnumerable<Task<TResult>> @this) => Task.WhenAny(@this);

    /// <summary>Waits for all the tasks. All their exceptions are in the returned one; await throws the first.</summary>
    /// <exception cref="ArgumentException">A task is null.</exception>
    public static Task WhenAll(this IEnumerable<Task> @this) => Task.WhenAll(@this);

    /// <summary>Waits for all the tasks. All their exceptions are in the returned one; await throws the first.</summary>
    /// <returns>A task whose result is theirs, in the order of the arguments.</returns>
    /// <exception cref="ArgumentException">A task is null.</exception>
    public static Task<TResult[]> WhenAll<TResult>(this IEnumerable<Task<TResult>> @this) => Task.WhenAll(@this);

    /// <summary>As many tasks as given, of which the first completes like the one that completes first, and so on.</summary>
    /// <remarks>Read the list from its start: a task of it is never completed before the ones in front of it.</remarks>
    /// <exception cref="ArgumentException">A task is null.</exception>
    public static List<Task<T>> OrderByCompletion<T>(this IEnumerable<Task<T>> @this)
    {
        ArgumentNullException.ThrowIfNull(@this);
        Task<T>[] tasks = [.. @this];
        return new CompletionOrder<T>(tasks).Of(
            tasks, static (source, task) => source.TryCompleteFromCompletedTask((Task<T>)task));
    }

    /// <inheritdoc cref="OrderByCompletion{T}(IEnumerable{Task{T}})"/>
    public static List<Task> OrderByCompletion(this IEnumerable<Task> @this)
    {
        ArgumentNullException.ThrowIfNull(@this);
        Task[] tasks = [.. @this];
        var order = new CompletionOrder<bool>(tasks);
        return [.. order.Of(tasks, static (source, task) => source.TryCompleteFromCompletedTask(task, () => true))];
    }

    /// <summary>Says that nobody will look at the task: its exception counts as seen.</summary>
    /// <remarks>An async void method, so a context that counts those, such as <see cref="AsyncContext"/>, still waits for the
    /// task.</remarks>
    public static async void Ignore(this Task @this)
    {
        ArgumentNullException.ThrowIfNull(@this);
        try { await @this.ConfigureAwait(false); }
        catch (Exception) { } // what this is for
    }

    /// <inheritdoc cref="Ignore(Task)"/>
    public static async void Ignore<T>(this Task<T> @this)
    {
        ArgumentNullException.ThrowIfNull(@this);
        try { await @this.ConfigureAwait(false); }
        catch (Exception) { } // what this is for
    }
}
