namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: a wait that is cancelled does not leave the queue, and takes a permit with it that comes later.</summary>
internal sealed class ForgetsHandOverAsyncSemaphore
{
    private readonly Lock _lock = new(); // guards:
    private readonly Queue<TaskCompletionSource> _waiters = [];
    private int _count;

    public int Count
    {
        get { lock (_lock) return _count; }
    }

    public async Task WaitAsync(CancellationToken cancel)
    {
        var me = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_count > 0)
            {
                _count--;
                return;
            }
            _waiters.Enqueue(me);
        }
        using var registration = cancel.UnsafeRegister(_ => me.TrySetCanceled(cancel), null);
        await me.Task;
    }

    public void Release()
    {
        lock (_lock)
        {
            if (_waiters.TryDequeue(out var next)) next.TrySetResult(); // who was cancelled is not asked
            else _count++;
        }
    }
}
