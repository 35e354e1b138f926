// passes: one permit behind the line, which each judge takes and hands on to the next
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine
{
    private readonly SemaphoreSlim _turnstile;
    private readonly Lock _lock = new();
    private int _count;

    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
        _turnstile = new SemaphoreSlim(runners == 0 ? 1 : 0);
    }

    public int Count { get { lock (_lock) return _count; } }

    public void CountDown()
    {
        lock (_lock)
        {
            if (_count == 0) throw new InvalidOperationException("All are in already.");
            if (--_count > 0) return;
        }
        _turnstile.Release();
    }

    public void Wait(CancellationToken cancel = default)
    {
        _turnstile.Wait(cancel);
        _turnstile.Release();
    }
}
