namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for <see cref="TaskFactory{TResult}.StartNew(Func{TResult})"/>.</summary>
public static class FactoriesOfT
{
    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<TResult> function) =>
        StartNew(factory, function, factory.CancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<TResult> function,
        CancellationToken cancellationToken) =>
        StartNew(factory, function, cancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, with options.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<TResult> function,
        TaskCreationOptions creationOptions) =>
        StartNew(factory, function, factory.CancellationToken, creationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it on a scheduler, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<TResult> function,
        CancellationToken cancellationToken, TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scheduler);
        return TaskStarts.Start(function, cancellationToken,
            known => TaskStarts.New(known, () => TaskStarts.Body(known, function), cancellationToken, creationOptions),
            scheduler);
    }

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<object?, TResult> function, object? state) =>
        StartNew(factory, function, state, factory.CancellationToken, factory.CreationOptions,
            factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<object?, TResult> function, object? state,
        CancellationToken cancellationToken) =>
        StartNew(factory, function, state, cancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, with options.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<object?, TResult> function, object? state,
        TaskCreationOptions creationOptions) =>
        StartNew(factory, function, state, factory.CancellationToken, creationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it on a scheduler, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory<>), nameof(TaskFactory<>.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory<TResult> factory, Func<object?, TResult> function, object? state,
        CancellationToken cancellationToken, TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scheduler);
        return TaskStarts.Start(function, cancellationToken,
            known => TaskStarts.New(known, value => TaskStarts.Body(known, () => function(value)), state,
                cancellationToken, creationOptions), scheduler);
    }
}
