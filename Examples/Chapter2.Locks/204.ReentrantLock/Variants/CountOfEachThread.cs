// passes: each thread has its own count of this lock, and whose count is above 0 is the holder
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();
    private readonly ThreadLocal<int> _mine = new();

    public int Depth => _mine.Value;

    public void Acquire(CancellationToken cancel = default)
    {
        if (_mine.Value == 0) _lock.Acquire(cancel);
        _mine.Value++;
    }

    public void Release()
    {
        if (_mine.Value == 0) throw new SynchronizationLockException("This thread has not acquired the lock.");
        _mine.Value--;
        if (_mine.Value == 0) _lock.Release();
    }
}
