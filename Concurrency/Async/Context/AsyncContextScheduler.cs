namespace Workbook.Concurrency.Async;

/// <summary>Runs tasks on the thread of an <see cref="AsyncContext"/>.</summary>
internal sealed class AsyncContextScheduler : TaskScheduler
{
    private readonly AsyncContext _context;
    private readonly SendOrPostCallback _execute;

    public AsyncContextScheduler(AsyncContext context)
    {
        _context = context;
        _execute = task => TryExecuteTask((Task)task!);
    }

    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) => _context.TryAdd(new Work(_execute, task)); // dropped when it has ended

    // A thread that waits for a task of its own context would wait for itself: it runs the task instead.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        if (!_context.IsExecutedByCurrentThread) return false;
        return SynchronizationContextSwitcher.ApplyContext(_context.SynchronizationContext, () => TryExecuteTask(task));
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _context.TryGetTasks() ?? throw new NotSupportedException();
}
