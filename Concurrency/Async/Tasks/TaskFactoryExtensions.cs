namespace Workbook.Concurrency.Async;

/// <summary><c>Run</c> for a <see cref="TaskFactory"/>: <see cref="Task.Run(Action)"/> on the factory's scheduler.</summary>
/// <remarks>On the pool if the factory has no scheduler, wherever the caller runs. No child task attaches to what is started;
/// the token of the factory prevents a start; the tasks of asynchronous functions are unwrapped.</remarks>
public static class TaskFactoryExtensions
{
    /// <summary>Queues <paramref name="action"/>.</summary>
    public static Task Run(this TaskFactory @this, Action action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        return @this.StartNew(action, @this.CancellationToken, Options(@this), SchedulerOf(@this));
    }

    /// <summary>Queues <paramref name="action"/>, whose result the task will have.</summary>
    public static Task<TResult> Run<TResult>(this TaskFactory @this, Func<TResult> action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        return @this.StartNew(action, @this.CancellationToken, Options(@this), SchedulerOf(@this));
    }

    /// <summary>Queues asynchronous <paramref name="action"/>; the task completes when its task does.</summary>
    public static Task Run(this TaskFactory @this, Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        return @this.StartNew(action, @this.CancellationToken, Options(@this), SchedulerOf(@this)).Unwrap();
    }

    /// <summary>Queues asynchronous <paramref name="action"/>; the task completes when its task does, with its result.</summary>
    public static Task<TResult> Run<TResult>(this TaskFactory @this, Func<Task<TResult>> action)
    {
        ArgumentNullException.ThrowIfNull(@this);
        ArgumentNullException.ThrowIfNull(action);
        return @this.StartNew(action, @this.CancellationToken, Options(@this), SchedulerOf(@this)).Unwrap();
    }

    private static TaskCreationOptions Options(TaskFactory factory) =>
        factory.CreationOptions | TaskCreationOptions.DenyChildAttach;

    // Not TaskScheduler.Current, the trap of StartNew: the same line would run elsewhere when called from a task.
    private static TaskScheduler SchedulerOf(TaskFactory factory) => factory.Scheduler ?? TaskScheduler.Default;
}
