// fails: a try waits not at all, or no longer than its timeout
// After each wake-up in vain it waits for the whole timeout again: while others take turns with the mutex, it never gives up.

using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private readonly object _monitor = new();
    private int _owner;

    public bool IsHeldByCurrentThread { get { lock (_monitor) return _owner == Environment.CurrentManagedThreadId; } }

    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));

        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {
            if (_owner == Environment.CurrentManagedThreadId) throw new LockRecursionException();
            while (_owner != 0)
            {
                cancel.ThrowIfCancellationRequested();
                if (timeout == TimeSpan.Zero || !Monitor.Wait(_monitor, timeout)) return _owner == 0 && Take();
            }
            return Take();
        }
    }

    private bool Take()
    {
        _owner = Environment.CurrentManagedThreadId;
        return true;
    }

    public void Release()
    {
        lock (_monitor)
        {
            if (_owner != Environment.CurrentManagedThreadId) throw new SynchronizationLockException();
            _owner = 0;
            Monitor.Pulse(_monitor);
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
