using System.Diagnostics;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to start work: <see cref="Task.Run(Action)"/> and its kin. The task is the platform's;
/// who runs it, and when, the explorer chooses.</summary>
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
        return Start(action, cancellationToken, known =>
            New(known, () => Body(known, action), cancellationToken, TaskCreationOptions.DenyChildAttach));
    }

    /// <summary>Starts it on the pool.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<TResult> function) => Run(function, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<TResult> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Start(function, cancellationToken, known =>
            New(known, () => Body(known, function), cancellationToken, TaskCreationOptions.DenyChildAttach));
    }

    /// <summary>Starts it on the pool; completed when the task that it returns is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task Run(Func<Task?> function) => Run(function, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins; completed when the task that it returns
    /// is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task Run(Func<Task?> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (CancellationTokens.IsCancellationRequested(in cancellationToken)) return Task.FromCanceled(cancellationToken);
        return Promises.Unwrapped(Start(function, cancellationToken, known =>
            New(known, () => Body(known, function), cancellationToken, TaskCreationOptions.DenyChildAttach)),
            looksForCancellation: true);
    }

    /// <summary>Starts it on the pool; completed when the task that it returns is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<Task<TResult>?> function) => Run(function, default);

    /// <summary>Starts it on the pool, unless it is cancelled before it begins; completed when the task that it returns
    /// is.</summary>
    [Replaces(typeof(Task), nameof(Task.Run))]
    public static Task<TResult> Run<TResult>(Func<Task<TResult>?> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (CancellationTokens.IsCancellationRequested(in cancellationToken))
            return Task.FromCanceled<TResult>(cancellationToken);
        return Promises.Unwrapped(Start(function, cancellationToken, known =>
            New(known, () => Body(known, function), cancellationToken, TaskCreationOptions.DenyChildAttach)),
            looksForCancellation: true);
    }

    /// <summary>Made and known to the explorer in one step, then queued. The platform looks at the token when it
    /// begins.</summary>
    internal static TTask Start<TTask>(Delegate work, CancellationToken cancel, Func<TaskState, TTask> make,
        TaskScheduler? scheduler = null)
        where TTask : Task
    {
        var execution = Execution.Current
            ?? throw new InvalidOperationException("A controlled task starts only while the explorer runs.");
        if (Schedulers.IsOwn(scheduler))
        {
            var task = Make(work, cancel, make);
            if (!task.IsCompleted) task.Start(scheduler!);
            return task;
        }
        var self = Execution.Self;
        self.Starting = new TaskState("a task") { Token = cancel }.Runs(execution, work);
        try { return make(self.Starting); }
        finally { self.Starting = null; }
    }

    /// <summary>Made, and not started.</summary>
    internal static TTask Make<TTask>(Delegate work, CancellationToken cancel, Func<TaskState, TTask> make) where TTask : Task
    {
        var execution = Execution.Current
            ?? throw new InvalidOperationException("A controlled task is made only while the explorer runs.");
        // Cancelled before it begins, it is completed by that step.
        var state = new TaskState("a task", CancellationTokens.SignalOf(cancel)).Runs(execution, work);
        return TaskStates.Made(execution, make(state), state);
    }

    /// <summary>A task that is being made; if it is to start, the platform queues it to the explorer's scheduler.</summary>
    internal static Task New(TaskState state, Action action, CancellationToken cancel, TaskCreationOptions options) =>
        IsStarting(state) ? Task.Factory.StartNew(action, cancel, options, ControlledScheduler.Instance)
            : new Task(action, cancel, options);

    /// <inheritdoc cref="New(TaskState, Action, CancellationToken, TaskCreationOptions)"/>
    internal static Task New(TaskState state, Action<object?> action, object? argument, CancellationToken cancel,
        TaskCreationOptions options) => IsStarting(state)
            ? Task.Factory.StartNew(action, argument, cancel, options, ControlledScheduler.Instance)
            : new Task(action, argument, cancel, options);

    /// <inheritdoc cref="New(TaskState, Action, CancellationToken, TaskCreationOptions)"/>
    internal static Task<T> New<T>(TaskState state, Func<T> function, CancellationToken cancel, TaskCreationOptions options) =>
        IsStarting(state) ? Task.Factory.StartNew(function, cancel, options, ControlledScheduler.Instance)
            : new Task<T>(function, cancel, options);

    /// <inheritdoc cref="New(TaskState, Action, CancellationToken, TaskCreationOptions)"/>
    internal static Task<T> New<T>(TaskState state, Func<object?, T> function, object? argument, CancellationToken cancel,
        TaskCreationOptions options) => IsStarting(state)
            ? Task.Factory.StartNew(function, argument, cancel, options, ControlledScheduler.Instance)
            : new Task<T>(function, argument, cancel, options);

    /// <summary>It is a child of the task that is running, if that one has children.</summary>
    internal static void Attach(Task task, TaskState state)
    {
        if (Execution.Self.Task is not { } parent
            || parent.Task!.CreationOptions.HasFlag(TaskCreationOptions.DenyChildAttach)) return;
        if (parent.Task.Status != TaskStatus.Running)
        {
            Execution.Current!.Stop(new RefusedException("This test cannot be explored: a task is attached to a continuation, as "
                + "its parent, which is not under the explorer's control."));
            throw new ExecutionAborted();
        }
        Debug.Assert(task.CreationOptions.HasFlag(TaskCreationOptions.AttachedToParent), "the platform's task is a child too");
        state.AttachTo(parent);
    }

    internal static void Body(TaskState state, Action action)
    {
        var outer = Begin(state);
        try { action(); }
        finally { End(state, outer); }
    }

    internal static TResult Body<TResult>(TaskState state, Func<TResult> function)
    {
        var outer = Begin(state);
        try { return function(); }
        finally { End(state, outer); }
    }

    /// <summary>The caller is in the body of the task, until <see cref="Leave"/>.</summary>
    /// <returns>In which it was before.</returns>
    internal static TaskState? Begin(TaskState? state)
    {
        if (Execution.Current is null) return null;
        var (self, outer) = (Execution.Self, Execution.Self.Task);
        self.Task = state;
        if (state is not null) state.Runner = self;
        return outer;
    }

    internal static void Leave(TaskState? state, TaskState? outer)
    {
        if (Execution.Current is null) return;
        Execution.Self.Task = outer;
        if (state is not null) state.Runner = null;
    }

    private static bool IsStarting(TaskState state) => Execution.Current is not null && Execution.Self.Starting == state;

    // The platform's task completes as soon as its body has returned: that is this step.
    private static void End(TaskState state, TaskState? outer)
    {
        if (Execution.Current is { IsAborting: false }) state.Complete();
        Leave(state, outer);
    }
}
