// fails: the inner release lets nobody in, the last one does
// Gives the plain lock back and counts down afterwards: in between, another thread has come in and counted itself up.
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
        if (_depth == 1) _lock.Release();
        _depth--;
    }
}
