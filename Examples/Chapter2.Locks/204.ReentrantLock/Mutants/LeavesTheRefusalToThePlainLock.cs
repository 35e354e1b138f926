// fails: misuse is refused, and changes nothing
// Trusts the plain lock to refuse a stranger, and counts down before it asks: the refusal comes too late, or not at all.
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

        if (--_depth == 0) _lock.Release();
    }
}
