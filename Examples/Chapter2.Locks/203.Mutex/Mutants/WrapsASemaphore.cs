// fails: is built from Monitor, or from Interlocked and Parker
// A semaphore with one permit, and a note of who took it: right, and the waiting was made by somebody else.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private readonly SemaphoreSlim _permit = new(1, 1);
    private volatile int _owner;

    public bool IsHeldByCurrentThread => _owner == Environment.CurrentManagedThreadId;

    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));
        if (IsHeldByCurrentThread) throw new LockRecursionException();
        if (!_permit.Wait(0) && !_permit.Wait(timeout, cancel)) return false;
        _owner = Environment.CurrentManagedThreadId;
        return true;
    }

    public void Release()
    {
        if (!IsHeldByCurrentThread) throw new SynchronizationLockException();
        _owner = 0;
        _permit.Release();
    }
}
