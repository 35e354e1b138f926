// fails: a waiter sleeps until it is woken
// Tries, sleeps for a while and tries again, though the plain lock could wake it the moment that it is free.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private int _depth;

    public int Depth => _lock.IsHeldByCurrentThread ? _depth : 0;

    public void Acquire(CancellationToken cancel = default)
    {
        while (!_lock.IsHeldByCurrentThread && !_lock.TryAcquire())
        {
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
        _depth++;
    }

    public void Release()
    {
        if (!_lock.IsHeldByCurrentThread) throw new SynchronizationLockException();
        if (--_depth == 0) _lock.Release();
    }
}
