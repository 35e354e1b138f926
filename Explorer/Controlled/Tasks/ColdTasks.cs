namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to start a task that was made before, or to be rid of it.</summary>
public static class ColdTasks
{
    /// <summary>Starts it on the current scheduler.</summary>
    [Replaces(typeof(Task), nameof(Task.Start))]
    public static void Start(Task task) => Start(task, Schedulers.Current);

    /// <summary>Starts it on a scheduler.</summary>
    [Replaces(typeof(Task), nameof(Task.Start))]
    public static void Start(Task task, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        TaskStates.Of(task).Take(); // started once: whoever comes second is told
        Schedulers.Start(task, scheduler);
    }

    /// <summary>Runs it here.</summary>
    [Replaces(typeof(Task), nameof(Task.RunSynchronously))]
    public static void RunSynchronously(Task task) => RunSynchronously(task, Schedulers.Current);

    /// <summary>Runs it here, if the scheduler lets it; otherwise it is queued, and waited for.</summary>
    [Replaces(typeof(Task), nameof(Task.RunSynchronously))]
    public static void RunSynchronously(Task task, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        TaskStates.Of(task).Take();
        Schedulers.RunHere(task, scheduler);
        TaskStates.Wait(task);
    }

    /// <summary>Gives it back; it must have ended.</summary>
    [Replaces(typeof(Task), nameof(Task.Dispose))]
    public static void Dispose(Task task)
    {
        TaskStates.Look(task);
        task.Dispose();
    }

    /// <summary>Its number in this execution, in the order in which tasks were asked for it.</summary>
    [Replaces(typeof(Task), nameof(Task.Id))]
    public static int Id(Task task) => TaskStates.Of(task).Id + 1;

    /// <summary>The number of the task that the caller is in; null: it is in none.</summary>
    [Replaces(typeof(Task), nameof(Task.CurrentId))]
    public static int? CurrentId => Scheduling.Execution.Current is null ? Task.CurrentId
        : Scheduling.Execution.Self.Task is { } current ? current.Id + 1 : null;
}
