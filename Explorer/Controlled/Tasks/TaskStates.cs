using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>The states of the tasks of the execution that runs.</summary>
internal static class TaskStates
{
    /// <summary>What is known of the task.</summary>
    public static TaskState Of(Task task) => Execution.Current is { } execution
        ? execution.ResourceOf(task, static owner => new TaskState("a task") { Task = (Task)owner })
        : new TaskState("a task") { Task = task };

    /// <summary>The task is that state's from now on. In the step in which it was made.</summary>
    public static TTask Bind<TTask>(Execution execution, TTask task, TaskState state) where TTask : Task
    {
        state.Task = task;
        execution.ResourceOf(task, _ => state);
        return task;
    }

    /// <summary>The same of one that runs something, which may be a child of the task that is running.</summary>
    public static TTask Made<TTask>(Execution execution, TTask task, TaskState state) where TTask : Task
    {
        Bind(execution, task, state);
        if (task.CreationOptions.HasFlag(TaskCreationOptions.AttachedToParent)) TaskStarts.Attach(task, state);
        return task;
    }

    /// <summary>Notes what completes it by hand.</summary>
    public static TTask From<TTask>(TTask task, object source) where TTask : Task
    {
        if (Execution.Current is not null) Of(task).Source = source;
        return task;
    }

    /// <summary>The timeline calls the task so, which was made in this step.</summary>
    /// <param name="task">The task.</param>
    /// <param name="name">How.</param>
    /// <param name="permit">Whose permit it is, if it is completed by somebody who gives back what he holds; null: it is
    /// none.</param>
    public static void Name(Task task, string name, SemaphoreState? permit = null)
    {
        if (Execution.Current is { } execution) Bind(execution, task, new TaskState(name) { Permit = permit });
    }

    /// <summary>It is the end of the other's inner task, and who has started that knows no other.</summary>
    public static void Stand(Task task, Task outer)
    {
        if (Execution.Current is not null) Of(task).StandFor(Of(outer));
    }

    /// <summary>It is completed by what happens to these.</summary>
    public static void Follow(Task task, params IReadOnlyList<Task> others)
    {
        if (Execution.Current is not null) Of(task).Followed = [.. others.Select(Of)];
    }

    /// <summary>The step before the task is completed.</summary>
    public static void Complete(Task task) => Of(task).Complete();

    public static bool Look(Task task) => Of(task).Look();

    /// <summary>The same of who will wait for it, if it is not completed.</summary>
    public static bool Look(Task task, Looking looking)
    {
        if (Execution.Current is null) return Look(task);
        var self = Execution.Self;
        self.Looking = looking;
        try { return Of(task).LookToFollow(); }
        finally { self.Looking = Looking.ToKnow; }
    }

    /// <summary>Waits for it; afterwards the platform's wait returns, or throws, at once.</summary>
    /// <returns>False: the time was up.</returns>
    public static bool Wait(Task task, Limit limit)
    {
        if (limit is { MayWait: true, CanTimeOut: false, Token.CanBeCanceled: false }) Schedulers.TryRunWaiting(task);
        return Of(task).Wait(limit);
    }

    /// <inheritdoc cref="Wait(Task, Limit)"/>
    public static void Wait(Task task) => Wait(task, Limit.None);

    /// <summary>The same, but no step if the caller comes after its completion anyway, as after an await.</summary>
    public static void WaitUnlessKnown(Task task)
    {
        if (Execution.Current is null ? !task.IsCompleted : !Of(task).IsKnownToBeCompleted(Execution.Self)) Wait(task);
    }
}
