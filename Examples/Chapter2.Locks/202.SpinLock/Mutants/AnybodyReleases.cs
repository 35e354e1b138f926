// fails: misuse is refused, and changes nothing
// Release does not ask who calls it: a thread that holds nothing lets the next one in, to the one that is inside.
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
        var serving = Volatile.Read(ref _serving);
        if (Interlocked.CompareExchange(ref _next, serving + 1, serving) != serving) return false;
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        return true;
    }

    public void Release()
    {

        Volatile.Write(ref _owner, 0);
        Volatile.Write(ref _serving, _serving + 1);
    }
}
