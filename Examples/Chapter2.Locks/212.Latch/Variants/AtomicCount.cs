// passes: the count is an atomic word, and only those who have to sleep, and the one who wakes them, take the lock
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly object _bed = new();
    private int _count;

    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
    }

    public int Count => Volatile.Read(ref _count);

    public void CountDown()
    {
        var count = Volatile.Read(ref _count);
        while (true)
        {
            if (count == 0) throw new InvalidOperationException("All are in already.");
            var seen = Interlocked.CompareExchange(ref _count, count - 1, count);
            if (seen == count) break;
            count = seen;
        }
        if (count == 1) WakeAll();
    }

    public void Wait(CancellationToken cancel = default)
    {
        if (Count == 0) return;
        using var wake = cancel.Register(WakeAll);
        lock (_bed)
        {
            while (Count > 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_bed);
            }
        }
    }

    private void WakeAll() { lock (_bed) Monitor.PulseAll(_bed); }
}
