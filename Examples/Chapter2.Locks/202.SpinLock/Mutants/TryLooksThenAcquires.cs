// fails: TryAcquire never waits, and leaves no trace
// Looks whether the lock is free, and acquires it if so: if another thread comes between the two, it waits after all.
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private int _next, _serving, _owner;

    public int Waiting => Math.Max(0, Volatile.Read(ref _next) - Volatile.Read(ref _serving) - 1);

    private bool IsMine => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public void Acquire()
    {
        if (IsMine) throw new LockRecursionException();
        var number = Interlocked.Increment(ref _next) - 1;
        while (Volatile.Read(ref _serving) != number) Thread.Yield();
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
    }

    public bool TryAcquire()
    {
        if (Volatile.Read(ref _serving) != Volatile.Read(ref _next)) return false;
        Acquire();
        return true;
    }

    public void Release()
    {
        if (!IsMine) throw new SynchronizationLockException();
        Volatile.Write(ref _owner, 0);
        Volatile.Write(ref _serving, _serving + 1);
    }
}
