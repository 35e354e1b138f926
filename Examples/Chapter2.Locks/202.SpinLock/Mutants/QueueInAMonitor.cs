// fails: is built from Interlocked and Volatile alone
// Takes its turns in a monitor: right, and made of the very thing that it was to show how to make.
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private readonly object _wall = new();
    private int _next, _serving, _owner, _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public void Acquire()
    {
        lock (_wall)
        {
            if (_owner == Environment.CurrentManagedThreadId) throw new LockRecursionException();
            var number = _next++;
            if (_serving != number) Interlocked.Increment(ref _waiting);
            while (_serving != number) Monitor.Wait(_wall);
            _owner = Environment.CurrentManagedThreadId;
        }
    }

    public bool TryAcquire()
    {
        lock (_wall)
        {
            if (_next != _serving) return false;
            _next++;
            _owner = Environment.CurrentManagedThreadId;
            return true;
        }
    }

    public void Release()
    {
        lock (_wall)
        {
            if (_owner != Environment.CurrentManagedThreadId) throw new SynchronizationLockException();
            _owner = 0;
            if (++_serving != _next) Interlocked.Decrement(ref _waiting);
            Monitor.PulseAll(_wall);
        }
    }
}
