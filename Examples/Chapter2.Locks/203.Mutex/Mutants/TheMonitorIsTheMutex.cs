// fails: a cancelled wait ends, and leaves nothing behind
// Holds the monitor itself for as long as the mutex is held: who waits for that cannot be told that it is cancelled.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private readonly object _monitor = new();

    public bool IsHeldByCurrentThread => Monitor.IsEntered(_monitor);

    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));
        if (IsHeldByCurrentThread) throw new LockRecursionException();
        if (Monitor.TryEnter(_monitor)) return true;
        cancel.ThrowIfCancellationRequested();
        return Monitor.TryEnter(_monitor, timeout);
    }

    public void Release()
    {
        if (!IsHeldByCurrentThread) throw new SynchronizationLockException();
        Monitor.Exit(_monitor);
    }
}
