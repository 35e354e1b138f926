// fails: a cancelled wait changes nothing
// Asks the token before it asks who holds the lock: the holder, which need not wait, is thrown out of the middle of its work.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private int _depth;

    public int Depth => _lock.IsHeldByCurrentThread ? _depth : 0;

    public void Acquire(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        if (!_lock.IsHeldByCurrentThread) _lock.Acquire(cancel);
        _depth++;
    }

    public void Release()
    {
        if (!_lock.IsHeldByCurrentThread) throw new SynchronizationLockException();
        if (--_depth == 0) _lock.Release();
    }
}
