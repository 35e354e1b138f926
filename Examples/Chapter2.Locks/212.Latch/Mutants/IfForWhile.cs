// fails: the judge goes on when all are in, and not before
// Each runner wakes the judge, and the judge, once woken, does not look again: he goes on when the first one is in.
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
            _count--;
            Monitor.PulseAll(_monitor);
        }
    }

    public void Wait(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {
            cancel.ThrowIfCancellationRequested();
            if (_count > 0) Monitor.Wait(_monitor);
            if (_count > 0) cancel.ThrowIfCancellationRequested();
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
