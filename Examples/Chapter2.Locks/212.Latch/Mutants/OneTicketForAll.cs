// fails: all who wait go on
// The last one in releases one permit, and the first judge takes it with him: the line closes again behind him.
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly SemaphoreSlim _open = new(0);
    private readonly Lock _lock = new();
    private int _count;

    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
        if (runners == 0) _open.Release();
    }

    public int Count { get { lock (_lock) return _count; } }

    public void CountDown()
    {
        lock (_lock)
        {
            if (_count == 0) throw new InvalidOperationException("All are in already.");
            if (--_count == 0) _open.Release();
        }
    }

    public void Wait(CancellationToken cancel = default) => _open.Wait(cancel);
}
