// fails: the judge goes on when all are in, and not before
// Looks at the count in one critical section and lies down in the next: who comes in between wakes nobody, and the judge sleeps on.
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly object _monitor = new();
    private int _count;

    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
    }

    public int Count { get { lock (_monitor) return _count; } }

    public void CountDown()
    {
        lock (_monitor)
        {
            if (_count == 0) throw new InvalidOperationException("All are in already.");
            if (--_count == 0) Monitor.PulseAll(_monitor);
        }
    }

    public void Wait(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        while (Count > 0)
        {
            lock (_monitor)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_monitor);
            }
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
