// fails: a judge may give up
// Unregisters inside the lock, which waits for a callback that runs, and that callback waits for the lock: each waits for the other.
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly object _monitor = new();
    private int _count;

    public FinishLine(int runners)
    {
        if (runners < 0) throw new ArgumentOutOfRangeException(nameof(runners), runners, "must be at least 0");
        _count = runners;
    }

    public int Count { get { lock (_monitor) return _count; } }

    public void CountDown()
    {
        lock (_monitor)
        {
            if (_count <= 0) throw new InvalidOperationException("All are in already.");
            _count--;
            Monitor.PulseAll(_monitor);
        }
    }

    public void Wait(CancellationToken cancel = default)
    {
        lock (_monitor)
        {
            using var wake = cancel.Register(WakeAll);
            while (_count > 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_monitor);
            }
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
