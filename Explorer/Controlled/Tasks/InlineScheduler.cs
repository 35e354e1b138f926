namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Runs what is queued at once, where it was queued: what we attach to the platform's tasks is called in the step in
/// which they complete, and never on a thread that the explorer does not know.</summary>
internal sealed class InlineScheduler : TaskScheduler
{
    public static readonly InlineScheduler Instance = new();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
