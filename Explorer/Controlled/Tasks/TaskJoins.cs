namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to make one task of several.</summary>
public static class TaskJoins
{
    /// <summary>Completed when all are.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenAll))]
    public static Task WhenAll(params Task[] tasks) => WhenAll((IEnumerable<Task>)tasks);

    /// <inheritdoc cref="WhenAll(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAll))]
    public static Task WhenAll(params ReadOnlySpan<Task> tasks) => WhenAll((IEnumerable<Task>)tasks.ToArray());

    /// <inheritdoc cref="WhenAll(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAll))]
    public static Task WhenAll(IEnumerable<Task> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var all = tasks.ToArray();
        return Array.Exists(all, task => task is null) ? Task.WhenAll(all) : Promises.WhenAll(all, () => Task.WhenAll(all));
    }

    /// <inheritdoc cref="WhenAll(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAll))]
    public static Task<TResult[]> WhenAll<TResult>(params Task<TResult>[] tasks) => WhenAll((IEnumerable<Task<TResult>>)tasks);

    /// <inheritdoc cref="WhenAll(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAll))]
    public static Task<TResult[]> WhenAll<TResult>(params ReadOnlySpan<Task<TResult>> tasks) =>
        WhenAll((IEnumerable<Task<TResult>>)tasks.ToArray());

    /// <inheritdoc cref="WhenAll(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAll))]
    public static Task<TResult[]> WhenAll<TResult>(IEnumerable<Task<TResult>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var all = tasks.ToArray();
        return Array.Exists(all, task => task is null) ? Task.WhenAll(all) : Promises.WhenAll(all, () => Task.WhenAll(all));
    }

    /// <summary>Completed with the first that is.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task> WhenAny(params Task[] tasks) => Any(tasks);

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task> WhenAny(params ReadOnlySpan<Task> tasks) => Any(tasks.ToArray());

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task> WhenAny(Task task1, Task task2) => Any([task1, task2]);

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task> WhenAny(IEnumerable<Task> tasks) => Any(tasks?.ToArray());

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task<TResult>> WhenAny<TResult>(params Task<TResult>[] tasks) => Any(tasks);

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task<TResult>> WhenAny<TResult>(params ReadOnlySpan<Task<TResult>> tasks) => Any(tasks.ToArray());

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task<TResult>> WhenAny<TResult>(Task<TResult> task1, Task<TResult> task2) => Any([task1, task2]);

    /// <inheritdoc cref="WhenAny(Task[])"/>
    [Replaces(typeof(Task), nameof(Task.WhenAny))]
    public static Task<Task<TResult>> WhenAny<TResult>(IEnumerable<Task<TResult>> tasks) => Any(tasks?.ToArray());

    /// <summary>Each when it is completed.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenEach))]
    public static IAsyncEnumerable<Task> WhenEach(params Task[] tasks) => Each(tasks);

    /// <summary>Each when it is completed.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenEach))]
    public static IAsyncEnumerable<Task> WhenEach(params ReadOnlySpan<Task> tasks) => Each(tasks.ToArray());

    /// <summary>Each when it is completed.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenEach))]
    public static IAsyncEnumerable<Task> WhenEach(IEnumerable<Task> tasks) => Each(tasks?.ToArray());

    /// <summary>Each when it is completed.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenEach))]
    public static IAsyncEnumerable<Task<TResult>> WhenEach<TResult>(params Task<TResult>[] tasks) => Each(tasks);

    /// <summary>Each when it is completed.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenEach))]
    public static IAsyncEnumerable<Task<TResult>> WhenEach<TResult>(params ReadOnlySpan<Task<TResult>> tasks) =>
        Each(tasks.ToArray());

    /// <summary>Each when it is completed.</summary>
    [Replaces(typeof(Task), nameof(Task.WhenEach))]
    public static IAsyncEnumerable<Task<TResult>> WhenEach<TResult>(IEnumerable<Task<TResult>> tasks) => Each(tasks?.ToArray());

    /// <summary>Completed when the task that it returns is.</summary>
    [Replaces(typeof(TaskExtensions), nameof(TaskExtensions.Unwrap))]
    public static Task Unwrap(Task<Task> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Promises.Unwrapped(task!);
    }

    /// <summary>Completed when the task that it returns is, with its result.</summary>
    [Replaces(typeof(TaskExtensions), nameof(TaskExtensions.Unwrap))]
    public static Task<TResult> Unwrap<TResult>(Task<Task<TResult>> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Promises.Unwrapped(task!);
    }

    private static TaskSequence<TTask> Each<TTask>(TTask[]? tasks) where TTask : Task
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (Array.Exists(tasks, task => task is null))
            throw new ArgumentException("The tasks argument included a null value.", nameof(tasks));
        return new TaskSequence<TTask>([.. tasks.Distinct()]);
    }

    private static Task<TTask> Any<TTask>(TTask[]? tasks) where TTask : Task
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Length == 0) throw new ArgumentException("The tasks argument contains no tasks.", nameof(tasks));
        if (Array.Exists(tasks, task => task is null))
            throw new ArgumentException("The tasks argument included a null value.", nameof(tasks));
        return Promises.WhenAny([.. tasks]);
    }
}
