// passes: writes down the holder itself, and does not ask the plain lock
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

public sealed class NestingLock
{
    private readonly ParkingMutex _mutex = new();
    private Thread? _holder;
    private int _acquires;

    public int Depth => Volatile.Read(ref _holder) == Thread.CurrentThread ? _acquires : 0;

    public void Acquire(CancellationToken cancel = default)
    {
        if (Volatile.Read(ref _holder) == Thread.CurrentThread)
        {
            _acquires++;
            return;
        }
        _mutex.Acquire(cancel);
        _acquires = 1;
        Volatile.Write(ref _holder, Thread.CurrentThread);
    }

    public void Release()
    {
        if (Volatile.Read(ref _holder) != Thread.CurrentThread) throw new SynchronizationLockException("not the holder");
        if (--_acquires > 0) return;
        Volatile.Write(ref _holder, null); // before the lock: afterwards it is the next holder's
        _mutex.Release();
    }
}
