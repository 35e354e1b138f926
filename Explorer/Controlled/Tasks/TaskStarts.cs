using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to start work: <see cref="Task.Run(Action)"/> and its kin. The task is the platform's; who runs it,
/// and when, the explorer chooses.</summary>
public static class TaskStarts
{
    /// <summary>Starts it on the pool.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task Run(Action action) => Run(action, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task Run(Action action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Start(cancellationToken, state => new Task(() => Body(state, action), cancellationToken, TaskCreationOptions.DenyChildAttach));
    }

    /// <summary>Starts it on the pool.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<TResult> function) => Run(function, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<TResult> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Start(cancellationToken, state => new Task<TResult>(() => Body(state, function), cancellationToken, TaskCreationOptions.DenyChildAttach));
    }

    /// <summary>Starts it on the pool; completed when the task that it returns is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task Run(Func<Task?> function) => Run(function, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins; completed when the task that it returns is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task Run(Func<Task?> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Promises.Unwrapped(Start(cancellationToken, state => new Task<Task?>(() => Body(state, function), cancellationToken, TaskCreationOptions.DenyChildAttach)));
    }

    /// <summary>Starts it on the pool; completed when the task that it returns is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<Task<TResult>?> function) => Run(function, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins; completed when the task that it returns is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<Task<TResult>?> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Promises.Unwrapped(Start(cancellationToken, state => new Task<Task<TResult>?>(() => Body(state, function), cancellationToken, TaskCreationOptions.DenyChildAttach)));
    }

    // Made and known to the explorer in one step, then queued.
    internal static TTask Start<TTask>(CancellationToken cancel, Func<TaskState, TTask> make, TaskScheduler? scheduler = null) where TTask : Task
    {
        var execution = Execution.Current ?? throw new InvalidOperationException("A controlled task starts only while the explorer runs.");
        var state = new TaskState("a task", CancellationTokens.SignalOf(cancel)); // cancelled before it begins, it is completed by that step
        var task = TaskStates.Bind(execution, make(state), state);
        if (!task.IsCompleted) task.Start(scheduler is null || scheduler == TaskScheduler.Default ? ControlledScheduler.Instance : scheduler);
        return task;
    }

    internal static void Body(TaskState state, Action action)
    {
        try { action(); }
        finally { End(state); }
    }

    internal static TResult Body<TResult>(TaskState state, Func<TResult> function)
    {
        try { return function(); }
        finally { End(state); }
    }

    // The platform's task completes as soon as its body has returned: that is this step.
    private static void End(TaskState state)
    {
        if (Execution.Current is { IsAborting: false }) state.Complete();
    }
}
