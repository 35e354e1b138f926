// fails: a judge may give up
// Looks at the token before it lies down, and nobody wakes a judge who is cancelled in his sleep.
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
        lock (_monitor)
        {
            while (_count > 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_monitor);
            }
        }
    }
}
