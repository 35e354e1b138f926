namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: it looks whether it is set before it has the lock, and a Set in between is lost on who waits then.</summary>
internal sealed class LooksOutsideAsyncEvent
{
    private readonly Lock _lock = new(); // guards:
    private TaskCompletionSource? _waiter;
    private volatile bool _isSet;

    public Task WaitAsync()
    {
        if (_isSet) return Task.CompletedTask;
        lock (_lock)
        {
            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    public void Set()
    {
        lock (_lock)
        {
            _isSet = true;
            _waiter?.SetResult();
            _waiter = null;
        }
    }
}
