namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for <see cref="TaskFactory.StartNew(Action)"/>.</summary>
public static class Factories
{
    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action) =>
        StartNew(factory, action, factory.CancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action, CancellationToken cancellationToken) =>
        StartNew(factory, action, cancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action, TaskCreationOptions creationOptions) =>
        StartNew(factory, action, factory.CancellationToken, creationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it on a scheduler, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action, CancellationToken cancellationToken,
        TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(scheduler);
        return TaskStarts.Start(action, cancellationToken,
            known => TaskStarts.New(known, () => TaskStarts.Body(known, action), cancellationToken, creationOptions), scheduler);
    }

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action<object?> action, object? state) =>
        StartNew(factory, action, state, factory.CancellationToken, factory.CreationOptions,
            factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action<object?> action, object? state,
        CancellationToken cancellationToken) =>
        StartNew(factory, action, state, cancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action<object?> action, object? state,
        TaskCreationOptions creationOptions) =>
        StartNew(factory, action, state, factory.CancellationToken, creationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it on a scheduler, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action<object?> action, object? state, CancellationToken cancellationToken,
        TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(scheduler);
        return TaskStarts.Start(action, cancellationToken,
            known => TaskStarts.New(known, value => TaskStarts.Body(known, () => action(value)), state,
                cancellationToken, creationOptions), scheduler);
    }

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function) =>
        StartNew(factory, function, factory.CancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function,
        CancellationToken cancellationToken) =>
        StartNew(factory, function, cancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function,
        TaskCreationOptions creationOptions) =>
        StartNew(factory, function, factory.CancellationToken, creationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it on a scheduler, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function,
        CancellationToken cancellationToken, TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scheduler);
        return TaskStarts.Start(function, cancellationToken,
            known => TaskStarts.New(known, () => TaskStarts.Body(known, function), cancellationToken, creationOptions),
            scheduler);
    }

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<object?, TResult> function, object? state) =>
        StartNew(factory, function, state, factory.CancellationToken, factory.CreationOptions,
            factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<object?, TResult> function, object? state,
        CancellationToken cancellationToken) =>
        StartNew(factory, function, state, cancellationToken, factory.CreationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<object?, TResult> function, object? state,
        TaskCreationOptions creationOptions) =>
        StartNew(factory, function, state, factory.CancellationToken, creationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Starts it on a scheduler, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<object?, TResult> function, object? state,
        CancellationToken cancellationToken, TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scheduler);
        return TaskStarts.Start(function, cancellationToken,
            known => TaskStarts.New(known, value => TaskStarts.Body(known, () => function(value)), state,
                cancellationToken, creationOptions), scheduler);
    }
}
