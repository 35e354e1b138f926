// fails: the inner release lets nobody in, the last one does
// Each release gives the plain lock back: after the inner one others come in, and the outer one has nothing to give.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private int _depth;

    public int Depth => _lock.IsHeldByCurrentThread ? _depth : 0;

    public void Acquire(CancellationToken cancel = default)
    {
        if (!_lock.IsHeldByCurrentThread) _lock.Acquire(cancel);
        _depth++;
    }

    public void Release()
    {
        if (!_lock.IsHeldByCurrentThread) throw new SynchronizationLockException();
        _depth--;
        _lock.Release();
    }
}
