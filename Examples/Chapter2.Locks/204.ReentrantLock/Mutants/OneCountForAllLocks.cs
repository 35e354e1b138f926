// fails: its holder comes in again, and Depth counts for it alone
// The count belongs to the thread, and to no lock: who holds one lock seems to hold all others, and walks in without acquiring.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    [ThreadStatic] private static int _depth;

    private readonly ParkingMutex _lock = new();

    public int Depth => _depth;

    public void Acquire(CancellationToken cancel = default)
    {
        if (_depth == 0) _lock.Acquire(cancel);
        _depth++;
    }

    public void Release()
    {
        if (_depth == 0) throw new SynchronizationLockException();
        if (--_depth == 0) _lock.Release();
    }
}
