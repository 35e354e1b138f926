// fails: the last one in opens the line
// The lock is held for the wake-up and not for the counting: two runners take the same one off, and the line never opens.
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
        var count = _count;
        if (count == 0) throw new InvalidOperationException("All are in already.");
        _count = count - 1;
        if (count > 1) return;
        lock (_monitor) Monitor.PulseAll(_monitor);
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
