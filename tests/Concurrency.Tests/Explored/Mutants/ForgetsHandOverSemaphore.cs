using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: a waiter whose time is up at the moment in which it is given a permit goes away without it, and the permit is lost.
/// </summary>
internal sealed class ForgetsHandOverSemaphore
{
    private readonly Lock _lock = new(); // guards:
    private readonly Queue<Parker> _waiters = [];
    private int _count;

    public bool TryAcquire(TimeSpan timeout)
    {
        var me = new Parker();
        lock (_lock)
        {
            if (_count > 0)
            {
                _count--;
                return true;
            }
            _waiters.Enqueue(me);
        }
        if (me.Park(timeout)) return true;
        lock (_lock)
        {
            var others = _waiters.Where(waiter => waiter != me).ToList();
            _waiters.Clear();
            foreach (var other in others) _waiters.Enqueue(other);
        }
        return false; // although Release may have chosen it meanwhile
    }

    public void Release()
    {
        lock (_lock)
        {
            if (_waiters.TryDequeue(out var next)) next.Unpark();
            else _count++;
        }
    }
}
