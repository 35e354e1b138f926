// What comes after an await. As on the platform, it runs:
//
//      on the context that was current at the await, if there was one and ConfigureAwait(false) was not said
//      on the pool, if the task was there already, or asked for it (RunContinuationsAsynchronously), or if the thread that
//          completes it has a context, which must not be kept busy with what does not belong there
//      otherwise on the thread that completes the task, within its step; there too if it is on that context already
//
// It comes after what was done before the await, and after all that the completer has done.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Attaches what is to be done once a task is completed.</summary>
internal static class Continuations
{
    public static void Add(Task task, Action continuation, bool onContext)
    {
        if (Execution.Current is not { } execution)
        {
            task.ConfigureAwait(onContext).GetAwaiter().UnsafeOnCompleted(continuation);
            return;
        }
        var state = TaskStates.Of(task);
        var before = default(VectorClock);
        before.Set(Execution.Self.Clock);
        Execution.Self.Clock.Tick(Execution.Self.Index);
        var resume = (Action)(() =>
        {
            if (execution.IsAborting) return;
            Execution.Self.Clock.Join(before);
            state.Observe(Execution.Self);
            continuation();
        });
        var mayBeInline = !task.IsCompleted && !task.CreationOptions.HasFlag(TaskCreationOptions.RunContinuationsAsynchronously);
        if (onContext && Context() is { } context)
        {
            WhenCompleted(task, () =>
            {
                if (mayBeInline && SynchronizationContext.Current == context) resume();
                else context.Post(static action => ((Action)action!)(), resume);
            });
        }
        else
        {
            WhenCompleted(task, () =>
            {
                if (mayBeInline && Context() is null) resume();
                else ControlledScheduler.Queue("continuation", resume);
            });
        }
    }

    /// <summary>Has it done later, on the context that is current, or on the pool.</summary>
    public static void Queue(Action continuation)
    {
        if (Context() is { } context) context.Post(static action => ((Action)action!)(), continuation);
        else ControlledScheduler.Queue("continuation", continuation);
    }

    // The base class means: none.
    private static SynchronizationContext? Context() =>
        SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext) ? context : null;

    /// <summary>Has it called in the step in which the task completes; at once if it is.</summary>
    public static void WhenCompleted(Task task, Action action)
    {
        if (task.IsCompleted) action();
        else
        {
            task.ContinueWith(static (_, state) => ((Action)state!)(), action, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                InlineScheduler.Instance);
        }
    }
}
