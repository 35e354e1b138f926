namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for <see cref="TaskFactory.StartNew(Action)"/>.</summary>
public static class Factories
{
    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action) =>
        StartNew(factory, action, factory.CancellationToken, factory.CreationOptions, factory.Scheduler ?? TaskScheduler.Default);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action, CancellationToken cancellationToken) =>
        StartNew(factory, action, cancellationToken, factory.CreationOptions, factory.Scheduler ?? TaskScheduler.Default);

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action, TaskCreationOptions creationOptions) =>
        StartNew(factory, action, factory.CancellationToken, creationOptions, factory.Scheduler ?? TaskScheduler.Default);

    /// <summary>Starts it on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task StartNew(TaskFactory factory, Action action, CancellationToken cancellationToken, TaskCreationOptions creationOptions,
        TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(action);
        return TaskStarts.Start(cancellationToken, state => new Task(() => TaskStarts.Body(state, action), cancellationToken, creationOptions), scheduler);
    }

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function) =>
        StartNew(factory, function, factory.CancellationToken, factory.CreationOptions, factory.Scheduler ?? TaskScheduler.Default);

    /// <summary>Starts it, unless the token is cancelled before it begins.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function, CancellationToken cancellationToken) =>
        StartNew(factory, function, cancellationToken, factory.CreationOptions, factory.Scheduler ?? TaskScheduler.Default);

    /// <summary>Starts it.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function, TaskCreationOptions creationOptions) =>
        StartNew(factory, function, factory.CancellationToken, creationOptions, factory.Scheduler ?? TaskScheduler.Default);

    /// <summary>Starts it on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.StartNew))]
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function, CancellationToken cancellationToken,
        TaskCreationOptions creationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(function);
        return TaskStarts.Start(cancellationToken,
            state => new Task<TResult>(() => TaskStarts.Body(state, function), cancellationToken, creationOptions), scheduler);
    }
}
