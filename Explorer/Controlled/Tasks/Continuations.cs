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
        state.LookOnce(execution);
        var (method, context) = (Execution.Self.Awaiting, onContext ? Context() : null);
        method?.Await(state, Execution.Self, context is not null || (onContext && Schedulers.IsOwn(Schedulers.Current)),
            context);
        object name = method is null ? "continuation" : method.NextResumption();
        var before = default(VectorClock);
        before.Set(Execution.Self.Clock);
        Execution.Self.Clock.Tick(Execution.Self.Index);
        var resume = (Action)(() =>
        {
            if (execution.IsAborting) return;
            Execution.Self.Clock.Join(before);
            state.Observe(Execution.Self);
            if (method is null) continuation();
            else method.Resume(continuation);
        });
        var mayBeInline = !task.IsCompleted && !task.CreationOptions.HasFlag(TaskCreationOptions.RunContinuationsAsynchronously);
        if (context is not null)
        {
            WhenCompleted(task, () =>
            {
                if (mayBeInline && SynchronizationContext.Current == context) resume();
                else context.Post(static action => ((Action)action!)(), resume);
            });
        }
        else if (onContext && Schedulers.Current is var scheduler && Schedulers.IsOwn(scheduler))
            WhenCompleted(task, () => new Task(resume).Start(scheduler));
        else
        {
            WhenCompleted(task, () =>
            {
                if (mayBeInline && Context() is null) resume();
                else ControlledScheduler.Queue(name, resume);
            });
        }
    }

    /// <summary>Has it done later, on the context that is current, or on the pool.</summary>
    public static void Queue(Action continuation)
    {
        var method = Execution.Current is null ? null : Execution.Self.Awaiting;
        var resume = method is null ? continuation : () => method.Resume(continuation);
        if (Context() is { } context) context.Post(static action => ((Action)action!)(), resume);
        else ControlledScheduler.Queue(method is null ? "continuation" : method.NextResumption(), resume);
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
            task.ContinueWith(static (_, state) => Alone((Action)state!), action, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, InlineScheduler.Instance);
        }
    }

    // What is done within the step that completes a task is done in no task.
    private static void Alone(Action action)
    {
        var outer = TaskStarts.Begin(null);
        try { action(); }
        catch (ExecutionAborted) { } // who completes the task is told so at its next step
        finally { TaskStarts.Leave(null, outer); }
    }
}
