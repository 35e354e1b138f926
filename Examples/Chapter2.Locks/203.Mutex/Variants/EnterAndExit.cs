// passes: the thread itself as the owner, Monitor.Enter and Exit instead of the statement, a deadline on the system's clock
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private readonly object _door = new();
    private volatile Thread? _owner;

    public bool IsHeldByCurrentThread => _owner == Thread.CurrentThread;

    public void Acquire(CancellationToken cancel = default) => Enter(long.MaxValue, cancel);

    public bool TryAcquire() => Enter(deadline: 0, CancellationToken.None);

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return Enter(long.MaxValue, cancel);
        ArgumentOutOfRangeException.ThrowIfNegative(timeout.Ticks, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout.TotalMilliseconds, int.MaxValue, nameof(timeout));
        return Enter(Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds), cancel);
    }

    public void Release()
    {
        if (!IsHeldByCurrentThread) throw new SynchronizationLockException();
        Monitor.Enter(_door);
        _owner = null;
        Monitor.PulseAll(_door);
        Monitor.Exit(_door);
    }

    private bool Enter(long deadline, CancellationToken cancel)
    {
        if (IsHeldByCurrentThread) throw new LockRecursionException();
        using var registration = cancel.Register(() =>
        {
            lock (_door) Monitor.PulseAll(_door);
        });
        Monitor.Enter(_door);
        try
        {
            while (_owner != null)
            {
                if (cancel.IsCancellationRequested) throw new OperationCanceledException(cancel);
                var left = deadline == long.MaxValue ? Timeout.Infinite : Math.Max(0, deadline - Environment.TickCount64);
                if (left == 0) return false;
                Monitor.Wait(_door, (int)left);
            }
            _owner = Thread.CurrentThread;
            return true;
        }
        finally { Monitor.Exit(_door); }
    }
}
