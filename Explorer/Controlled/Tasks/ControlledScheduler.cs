// The platform's pool, as the explorer sees it: a thread for whatever is queued, in the background, which may begin at any
// moment. How many threads a pool has is chance; that it has one for everybody sooner or later is what a program may rely on.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Runs tasks on controlled threads.</summary>
internal sealed class ControlledScheduler : TaskScheduler
{
    public static readonly ControlledScheduler Instance = new();

    /// <summary>Runs it on a controlled thread of its own, after this step.</summary>
    /// <param name="name">Of its thread, or what that is named after.</param>
    /// <param name="body">What it runs.</param>
    /// <param name="isOfTimer">Whether a timer has let it run.</param>
    public static void Queue(object name, Action body, bool isOfTimer = false)
    {
        var execution = Execution.Current
            ?? throw new InvalidOperationException("A controlled task starts only while the explorer runs.");
        var thread = execution.Create(name as string ?? "a task", body);
        if (name is not string) thread.NamedAfter = name;
        thread.IsBackground = true;
        thread.IsOfTimer = isOfTimer;
        execution.Perform(new Operation(OperationKind.Spawn, thread, IsWrite: true));
        var self = Execution.Self;
        thread.Clock.Join(self.Clock); // what was done before it was queued comes before all that it does
        thread.Clock.Tick(thread.Index);
        self.Clock.Tick(self.Index);
        execution.Launch(thread);
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        var execution = Execution.Current
            ?? throw new InvalidOperationException("A controlled task starts only while the explorer runs.");
        var state = Execution.Self.Starting ?? TaskStates.Of(task);
        if (Execution.Self.Starting is not null) TaskStates.Made(execution, task, state);
        Execution.Self.Starting = null;
        Queue(state, () =>
        {
            var cancel = state.Token;
            // The platform will see that in a moment, and complete the task: that is a step.
            if (cancel.CanBeCanceled && CancellationTokens.IsCancellationRequested(in cancel)) state.Complete();
            TryExecuteTask(task);
        });
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Execution.Current is not null && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
