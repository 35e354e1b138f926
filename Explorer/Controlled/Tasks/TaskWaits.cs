
namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to look at a task or to wait for it. Once the explorer lets the wait go on, the platform's own
/// gives the result, or throws, at once.</summary>
public static class TaskWaits
{
    /// <summary>Whether it has ended.</summary>
    [Replaces(typeof(Task), nameof(Task.IsCompleted))]
    public static bool IsCompleted(Task task) => TaskStates.Look(task);

    /// <summary>Whether it has ended, neither faulted nor cancelled.</summary>
    [Replaces(typeof(Task), nameof(Task.IsCompletedSuccessfully))]
    public static bool IsCompletedSuccessfully(Task task) => TaskStates.Look(task) && task.IsCompletedSuccessfully;

    /// <summary>Whether it was cancelled.</summary>
    [Replaces(typeof(Task), nameof(Task.IsCanceled))]
    public static bool IsCanceled(Task task) => TaskStates.Look(task) && task.IsCanceled;

    /// <summary>Whether an exception ended it.</summary>
    [Replaces(typeof(Task), nameof(Task.IsFaulted))]
    public static bool IsFaulted(Task task) => TaskStates.Look(task) && task.IsFaulted;

    /// <summary>Where it is.</summary>
    [Replaces(typeof(Task), nameof(Task.Status))]
    public static TaskStatus Status(Task task)
    {
        TaskStates.Look(task);
        return task.Status;
    }

    /// <summary>What ended it; null unless it is faulted.</summary>
    [Replaces(typeof(Task), nameof(Task.Exception))]
    public static AggregateException? Exception(Task task) => TaskStates.Look(task) ? task.Exception : null;

    /// <summary>Waits for its end.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static void Wait(Task task)
    {
        TaskStates.Wait(task);
        task.Wait();
    }

    /// <summary>Waits for its end within a time.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static bool Wait(Task task, int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return TaskStates.Wait(task, canTimeOut: millisecondsTimeout >= 0) && task.Wait(0);
    }

    /// <summary>Waits for its end within a time.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static bool Wait(Task task, TimeSpan timeout) => Wait(task, Milliseconds.Of(timeout));

    /// <summary>Waits for its end, and gives its result.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.Result))]
    public static TResult Result<TResult>(Task<TResult> task)
    {
        TaskStates.Wait(task);
        return task.Result;
    }

    /// <summary>Waits for the end of all.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static void WaitAll(params Task[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        foreach (var task in tasks) TaskStates.Wait(task);
        Task.WaitAll(tasks);
    }

    /// <summary>Waits for the end of all.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static void WaitAll(params ReadOnlySpan<Task> tasks) => WaitAll(tasks.ToArray());

    /// <summary>Waits for the end of one.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAny))]
    public static int WaitAny(params Task[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var first = TaskJoins.WhenAny(tasks);
        TaskStates.Wait(first);
        return Array.IndexOf(tasks, first.Result);
    }
}
