// fails: who draws first is served first
// A test-and-set lock that counts its waiters: how many is known, who is not, and whoever looks at the right moment is in.
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private int _owner, _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    private bool IsMine => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public void Acquire()
    {
        if (IsMine) throw new LockRecursionException();
        if (TryAcquire()) return;
        Interlocked.Increment(ref _waiting);
        while (!TryAcquire()) Thread.Yield();
        Interlocked.Decrement(ref _waiting);
    }

    public bool TryAcquire() => Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, 0) == 0;

    public void Release()
    {
        if (!IsMine) throw new SynchronizationLockException();
        Volatile.Write(ref _owner, 0);
    }
}
