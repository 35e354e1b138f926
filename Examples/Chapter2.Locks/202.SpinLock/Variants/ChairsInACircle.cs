// passes: a chair for each number, in a circle: a waiter looks at its own chair only (Anderson's lock)
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private readonly bool[] _mayEnter = new bool[64]; // for up to 64 threads at a time
    private int _next, _waiting;
    private int _holders; // the number of the one that is inside
    private Thread? _owner;

    public TicketSpinLock() => _mayEnter[0] = true;

    public int Waiting => Volatile.Read(ref _waiting);

    public void Acquire()
    {
        if (Volatile.Read(ref _owner) == Thread.CurrentThread) throw new LockRecursionException();
        var number = Interlocked.Increment(ref _next) - 1;
        if (!Volatile.Read(ref _mayEnter[number % 64]))
        {
            Interlocked.Increment(ref _waiting);
            while (!Volatile.Read(ref _mayEnter[number % 64])) Thread.Yield();
            Interlocked.Decrement(ref _waiting);
        }
        Enter(number);
    }

    public bool TryAcquire()
    {
        var number = Volatile.Read(ref _next);
        if (!Volatile.Read(ref _mayEnter[number % 64])) return false;
        if (Interlocked.CompareExchange(ref _next, number + 1, number) != number) return false;
        Enter(number);
        return true;
    }

    public void Release()
    {
        if (Volatile.Read(ref _owner) != Thread.CurrentThread) throw new SynchronizationLockException();
        Volatile.Write(ref _owner, null);
        Volatile.Write(ref _mayEnter[(_holders + 1) % 64], true);
    }

    private void Enter(int number)
    {
        Volatile.Write(ref _mayEnter[number % 64], false);
        _holders = number;
        Volatile.Write(ref _owner, Thread.CurrentThread);
    }
}
