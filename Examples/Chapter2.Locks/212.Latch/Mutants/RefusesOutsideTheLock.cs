// fails: one too many is refused, and changes nothing
// Looks whether one is missing outside the lock, and counts inside: two who looked at once are both counted for the last one.
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly object _monitor = new();
    private volatile int _count;

    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
    }

    public int Count => _count;

    public void CountDown()
    {
        if (_count == 0) throw new InvalidOperationException("All are in already.");
        lock (_monitor)
        {
            _count--;
            if (_count <= 0) Monitor.PulseAll(_monitor);
        }
    }

    public void Wait(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {
            while (_count > 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_monitor);
            }
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
