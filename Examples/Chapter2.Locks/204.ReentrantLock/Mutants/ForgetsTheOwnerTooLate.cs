// fails: the inner release lets nobody in, the last one does
// Writes down who holds the lock, and forgets it after giving the lock back: by then the next holder has written down itself.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private volatile int _owner;
    private int _depth;

    public int Depth => IsMine ? _depth : 0;

    private bool IsMine => _owner == Environment.CurrentManagedThreadId;

    public void Acquire(CancellationToken cancel = default)
    {
        if (!IsMine)
        {
            _lock.Acquire(cancel);
            _owner = Environment.CurrentManagedThreadId;
        }
        _depth++;
    }

    public void Release()
    {
        if (!IsMine) throw new SynchronizationLockException();
        if (--_depth > 0) return;
        _lock.Release();
        _owner = 0;
    }
}
