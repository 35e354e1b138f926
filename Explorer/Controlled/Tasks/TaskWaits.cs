using Workbook.Explorer.Scheduling;


namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to look at a task or to wait for it. Once the explorer lets the wait go on, the
/// platform's own gives the result, or throws, at once.</summary>
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
    public static void Wait(Task task) => Wait(task, CancellationToken.None);

    /// <summary>Waits for its end, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static void Wait(Task task, CancellationToken cancellationToken) => Wait(task, -1, cancellationToken);

    /// <summary>Waits for its end within a time.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static bool Wait(Task task, int millisecondsTimeout) => Wait(task, millisecondsTimeout, CancellationToken.None);

    /// <summary>Waits for its end within a time.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static bool Wait(Task task, TimeSpan timeout) => Wait(task, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Waits for its end within a time, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static bool Wait(Task task, TimeSpan timeout, CancellationToken cancellationToken) =>
        Wait(task, Milliseconds.Of(timeout), cancellationToken);

    /// <summary>Waits for its end within a time, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.Wait))]
    public static bool Wait(Task task, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        var limit = new Limit(Milliseconds.Checked(millisecondsTimeout), cancellationToken);
        return TaskStates.Wait(task, limit) && task.Wait(0);
    }

    /// <summary>Waits for its end, and gives its result.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.Result))]
    public static TResult Result<TResult>(Task<TResult> task)
    {
        TaskStates.Wait(task);
        return task.Result;
    }

    /// <summary>Waits for the end of all.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static void WaitAll(params Task[] tasks) => WaitAll(tasks, -1, CancellationToken.None);

    /// <summary>Waits for the end of all, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static void WaitAll(Task[] tasks, CancellationToken cancellationToken) => WaitAll(tasks, -1, cancellationToken);

    /// <summary>Waits for the end of all, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static void WaitAll(IEnumerable<Task> tasks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        WaitAll([.. tasks], -1, cancellationToken);
    }

    /// <summary>Waits for the end of all within a time.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static bool WaitAll(Task[] tasks, int millisecondsTimeout) =>
        WaitAll(tasks, millisecondsTimeout, CancellationToken.None);

    /// <summary>Waits for the end of all within a time.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static bool WaitAll(Task[] tasks, TimeSpan timeout) =>
        WaitAll(tasks, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Waits for the end of all within a time, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static bool WaitAll(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        var limit = Checked(tasks, millisecondsTimeout, cancellationToken);
        foreach (var task in tasks)
        {
            if (!TaskStates.Wait(task, limit)) return false;
        }
        return Task.WaitAll(tasks, 0);
    }

    /// <summary>Waits for the end of all.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAll))]
    public static void WaitAll(params ReadOnlySpan<Task> tasks) => WaitAll(tasks.ToArray());

    /// <summary>Waits for the end of one.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAny))]
    public static int WaitAny(params Task[] tasks) => WaitAny(tasks, -1, CancellationToken.None);

    /// <summary>Waits for the end of one, unless the token is cancelled first.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAny))]
    public static int WaitAny(Task[] tasks, CancellationToken cancellationToken) => WaitAny(tasks, -1, cancellationToken);

    /// <summary>Waits for the end of one within a time; -1: none ended in time.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAny))]
    public static int WaitAny(Task[] tasks, int millisecondsTimeout) =>
        WaitAny(tasks, millisecondsTimeout, CancellationToken.None);

    /// <summary>Waits for the end of one within a time; -1: none ended in time.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAny))]
    public static int WaitAny(Task[] tasks, TimeSpan timeout) => WaitAny(tasks, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Waits for the end of one within a time, unless the token is cancelled first; -1: none ended in time.</summary>
    [Replaces(typeof(Task), nameof(Task.WaitAny))]
    public static int WaitAny(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        var limit = Checked(tasks, millisecondsTimeout, cancellationToken);
        if (tasks.Length == 0) return Task.WaitAny(tasks);
        var first = Promises.WhenAny(tasks);
        return TaskStates.Wait(first, limit) ? Array.IndexOf(tasks, first.Result) : -1;
    }

    private static Limit Checked(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (Array.Exists(tasks, task => task is null))
            throw new ArgumentException("The tasks array included at least one null element.", nameof(tasks));
        var limit = new Limit(Milliseconds.Checked(millisecondsTimeout), cancellationToken);
        CancellationTokens.ThrowIfCancellationRequested(in cancellationToken);
        return limit;
    }
}
