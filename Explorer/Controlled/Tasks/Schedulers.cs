// A scheduler of the program's own is called by the platform as ever, and its code is rewritten like any other: where it queues a
// task, and on which thread it runs it, is seen. In the place of the platform's pool there is ControlledScheduler, which nobody
// is to see.

using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call of <see cref="TaskScheduler"/>.</summary>
public static class Schedulers
{
    /// <summary>The scheduler of the task that the caller is in; outside of any that of the pool.</summary>
    [Replaces(typeof(TaskScheduler), nameof(TaskScheduler.Current))]
    public static TaskScheduler Current => IsOwn(TaskScheduler.Current) ? TaskScheduler.Current : TaskScheduler.Default;

    /// <summary>Runs a task that was queued to it, unless it was run before: a step on the task, and then its body.</summary>
    [Replaces(typeof(TaskScheduler), "TryExecuteTask")]
    public static bool TryExecuteTask(TaskScheduler scheduler, Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (Execution.Current is not null) TaskStates.Of(task).Take();
        return Run(scheduler, task);
    }

    /// <summary>Whether it is one of the program's, or made from a context.</summary>
    internal static bool IsOwn(TaskScheduler? scheduler) =>
        scheduler is not (null or ControlledScheduler or InlineScheduler) && scheduler != TaskScheduler.Default;

    /// <summary>The scheduler with which the platform's task was started; null: none yet.</summary>
    internal static TaskScheduler? Of(Task task) => SchedulerOf(task);

    /// <summary>Starts a task on a scheduler; that of the pool is the explorer's.</summary>
    internal static void Start(Task task, TaskScheduler scheduler) =>
        task.Start(IsOwn(scheduler) ? scheduler : ControlledScheduler.Instance);

    /// <summary>Runs a cold task here, if its scheduler lets it, and otherwise queues it.</summary>
    internal static void RunHere(Task task, TaskScheduler scheduler)
    {
        if (!IsOwn(scheduler) || task.Status != TaskStatus.Created)
        {
            task.RunSynchronously(IsOwn(scheduler) ? scheduler : ControlledScheduler.Instance); // or throws what is wrong
            return;
        }
        // The platform would block this thread itself, were the scheduler not to run it at once.
        SchedulerOf(task) = scheduler;
        MarkStarted(task);
        if (!TryRunInline(scheduler, task, false)) QueueTask(scheduler, task);
    }

    /// <summary>Lets the scheduler run it on the thread that is about to wait for it, as the platform does.</summary>
    internal static void TryRunWaiting(Task task)
    {
        if (!task.IsCompleted && SchedulerOf(task) is { } scheduler && IsOwn(scheduler)) TryRunInline(scheduler, task, true);
    }

    /// <summary>Has a continuation done.</summary>
    internal static void Queue(TaskState state, Action body, TaskScheduler scheduler, TaskContinuationOptions options)
    {
        const TaskContinuationOptions OfRunning = TaskContinuationOptions.DenyChildAttach | TaskContinuationOptions.HideScheduler
            | TaskContinuationOptions.LongRunning | TaskContinuationOptions.PreferFairness;
        var isHere = options.HasFlag(TaskContinuationOptions.ExecuteSynchronously);
        if (!IsOwn(scheduler))
        {
            if (isHere) body();
            else ControlledScheduler.Queue(state, body);
            return;
        }
        var task = new Task(body, (TaskCreationOptions)(options & OfRunning));
        if (isHere) RunHere(task, scheduler);
        else task.Start(scheduler);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryExecuteTask")]
    private static extern bool Run(TaskScheduler scheduler, Task task);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryRunInline")]
    private static extern bool TryRunInline(TaskScheduler scheduler, Task task, bool taskWasPreviouslyQueued);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "QueueTask")]
    private static extern void QueueTask(TaskScheduler scheduler, Task task);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MarkStarted")]
    private static extern bool MarkStarted(Task task);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_taskScheduler")]
    private static extern ref TaskScheduler? SchedulerOf(Task task);
}
