// fails: a cancelled wait changes nothing
// Counts itself before it has the lock: if it is cancelled, its 1 stays, and the holder's last release is not the last.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private int _depth;

    public int Depth => _lock.IsHeldByCurrentThread ? _depth : 0;

    public void Acquire(CancellationToken cancel = default)
    {
        var isMine = _lock.IsHeldByCurrentThread;
        Interlocked.Increment(ref _depth);
        if (!isMine) _lock.Acquire(cancel);
    }

    public void Release()
    {
        if (!_lock.IsHeldByCurrentThread) throw new SynchronizationLockException();
        if (Interlocked.Decrement(ref _depth) == 0) _lock.Release();
    }
}
