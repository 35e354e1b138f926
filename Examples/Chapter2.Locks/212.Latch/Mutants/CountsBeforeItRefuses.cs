// fails: one too many is refused, and changes nothing
// Takes one off and refuses afterwards: the count is below zero then, which is not zero, and the open line has closed for ever.
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
            _count--;
            if (_count < 0) throw new InvalidOperationException("All are in already.");
            if (_count == 0) Monitor.PulseAll(_monitor);
        }
    }

    public void Wait(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {
            while (_count != 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_monitor);
            }
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
