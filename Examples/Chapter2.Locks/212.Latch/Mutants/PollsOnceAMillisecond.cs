// fails: a judge who waits sleeps, and is woken
// Sleeps for a moment and looks again: right, but he wakes a thousand times a second for nothing, and late when it counts.
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly Lock _lock = new();
    private int _count;

    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
    }

    public int Count { get { lock (_lock) return _count; } }

    public void CountDown()
    {
        lock (_lock)
        {
            if (_count == 0) throw new InvalidOperationException("All are in already.");
            _count--;
        }
    }

    public void Wait(CancellationToken cancel = default)
    {
        while (Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
    }
}
