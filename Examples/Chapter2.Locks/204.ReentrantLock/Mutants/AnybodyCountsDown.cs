// fails: misuse is refused, and changes nothing
// Asks whether anybody holds the lock, and not whether the caller does: a stranger takes away one of the acquires of the holder.
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
        Volatile.Write(ref _depth, _depth + 1);
    }

    public void Release()
    {
        if (Volatile.Read(ref _depth) == 0) throw new SynchronizationLockException();
        Volatile.Write(ref _depth, _depth - 1);
        if (_depth == 0) _lock.Release();
    }
}
