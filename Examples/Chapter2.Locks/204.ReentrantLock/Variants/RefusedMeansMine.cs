// passes: lets the plain lock find out who holds it: what it refuses to its holder is one more to count
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _plain = new();
    private int _again; // acquires beyond the first

    public int Depth => _plain.IsHeldByCurrentThread ? 1 + _again : 0;

    public void Acquire(CancellationToken cancel = default)
    {
        try { _plain.Acquire(cancel); }
        catch (LockRecursionException) { _again++; }
    }

    public void Release()
    {
        if (_plain.IsHeldByCurrentThread && _again > 0) _again--;
        else _plain.Release();
    }
}
