// fails: misuse is refused, and changes nothing
// Acquire does not ask whether the caller is the owner, who then sleeps until it has released the mutex itself.
using System.Diagnostics;
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
        var start = Stopwatch.GetTimestamp();
        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {

            while (_owner != 0)
            {
                cancel.ThrowIfCancellationRequested();
                var left = isForEver ? -1 : Math.Ceiling((timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);
                if (!isForEver && left <= 0) return false;
                Monitor.Wait(_monitor, (int)left);
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
