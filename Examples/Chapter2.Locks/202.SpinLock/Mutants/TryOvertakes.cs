// fails: who draws first is served first
// TryAcquire asks whether anybody holds the lock, and not whether anybody is in the line: between two holders it slips in.
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private int _next, _serving, _owner;

    public int Waiting => Math.Max(0, Volatile.Read(ref _next) - Volatile.Read(ref _serving));

    private bool IsMine => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public void Acquire()
    {
        if (IsMine) throw new LockRecursionException();
        var number = Interlocked.Increment(ref _next) - 1;
        while (Volatile.Read(ref _serving) != number) Thread.Yield();
        while (!TryAcquire()) Thread.Yield();
        Volatile.Write(ref _serving, number + 1);
    }

    public bool TryAcquire() => Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, 0) == 0;

    public void Release()
    {
        if (!IsMine) throw new SynchronizationLockException();
        Volatile.Write(ref _owner, 0);
    }
}
