// fails: its holder comes in again, and Depth counts for it alone
// Depth does not ask whose count that is: every thread is told how deep the holder is, and believes it holds the lock.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private int _depth;

    public int Depth => Volatile.Read(ref _depth);

    public void Acquire(CancellationToken cancel = default)
    {
        if (!_lock.IsHeldByCurrentThread) _lock.Acquire(cancel);
        Volatile.Write(ref _depth, _depth + 1);
    }

    public void Release()
    {
        if (!_lock.IsHeldByCurrentThread) throw new SynchronizationLockException();
        Volatile.Write(ref _depth, _depth - 1);
        if (_depth == 0) _lock.Release();
    }
}
