// passes: no numbers but a line of nodes, each spinning on the one in front of it (Craig, Landin and Hagersten's lock)
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private sealed class Node
    {
        public volatile bool HasLeft;
    }

    private Node _last = new() { HasLeft = true };
    private Node _holders = new();
    private int _owner, _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public void Acquire()
    {
        if (Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId) throw new LockRecursionException("held already");
        var mine = new Node();
        var inFront = Interlocked.Exchange(ref _last, mine);
        if (!inFront.HasLeft)
        {
            Interlocked.Increment(ref _waiting);
            var pause = new SpinWait();
            while (!inFront.HasLeft) pause.SpinOnce(sleep1Threshold: -1);
            Interlocked.Decrement(ref _waiting);
        }
        Enter(mine);
    }

    public bool TryAcquire()
    {
        var last = Volatile.Read(ref _last);
        if (!last.HasLeft) return false;
        var mine = new Node();
        if (Interlocked.CompareExchange(ref _last, mine, last) != last) return false;
        Enter(mine);
        return true;
    }

    public void Release()
    {
        if (Volatile.Read(ref _owner) != Environment.CurrentManagedThreadId) throw new SynchronizationLockException("not held");
        Volatile.Write(ref _owner, 0);
        _holders.HasLeft = true;
    }

    private void Enter(Node mine)
    {
        _holders = mine;
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
    }
}
