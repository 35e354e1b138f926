// fails: Waiting counts those in the line
// The difference of the two numbers has the holder in it, who does not wait any more.
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private int _next, _serving, _owner;

    public int Waiting => Volatile.Read(ref _next) - Volatile.Read(ref _serving);

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
