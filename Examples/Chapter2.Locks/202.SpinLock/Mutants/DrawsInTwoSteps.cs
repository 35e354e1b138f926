// fails: one thread at a time is inside, and the next one gets in
// Drawing is a volatile read and then a volatile write: two threads draw the same number, and only one of them is served.
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private int _next, _serving, _owner;

    public int Waiting => Math.Max(0, Volatile.Read(ref _next) - Volatile.Read(ref _serving) - 1);

    private bool IsMine => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public void Acquire()
    {
        if (IsMine) throw new LockRecursionException();
        var number = Volatile.Read(ref _next);
        Volatile.Write(ref _next, number + 1);
        while (Volatile.Read(ref _serving) != number) Thread.Yield();
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
    }

    public bool TryAcquire()
    {
        var serving = Volatile.Read(ref _serving);
        if (Interlocked.CompareExchange(ref _next, serving + 1, serving) != serving) return false;
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        return true;
    }

    public void Release()
    {
        if (!IsMine) throw new SynchronizationLockException();
        Volatile.Write(ref _owner, 0);
        Volatile.Write(ref _serving, _serving + 1);
    }
}
