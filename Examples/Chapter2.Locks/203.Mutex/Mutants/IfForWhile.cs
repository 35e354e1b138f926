// fails: one owner at a time, and all get their turn
// A woken waiter takes the mutex without looking again: another thread may have come in before it and taken it.

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
        var isForEver = timeout == Timeout.InfiniteTimeSpan;
        if (!isForEver && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));

        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {
            if (_owner == Environment.CurrentManagedThreadId) throw new LockRecursionException();
            if (_owner != 0)
            {
                cancel.ThrowIfCancellationRequested();
                if (timeout == TimeSpan.Zero || !Monitor.Wait(_monitor, timeout)) return false;
                if (_owner != 0) cancel.ThrowIfCancellationRequested();
            }
            _owner = Environment.CurrentManagedThreadId;
            return true;
        }
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
