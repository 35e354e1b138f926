// fails: nobody goes on before all have arrived
// The arrivals are counted before the lock is taken: two count the same one, nobody is the last, and all wait for ever.
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private readonly object _monitor = new();
    private readonly int _parties;
    private volatile int _arrived;
    private long _phase;
    private string? _whyBroken;

    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
    }

    public int Waiting { get { return _arrived; } }

    public long SignalAndWait()
    {
        string? whyBroken;
        lock (_monitor) whyBroken = _whyBroken;
        if (whyBroken is not null) throw Broken();
        var arrived = _arrived + 1;
        _arrived = arrived;
        lock (_monitor)
        {
            var phase = _phase;
            if (arrived == _parties)
            {
                _arrived = 0;
                _phase++;
                Monitor.PulseAll(_monitor);
                return phase;
            }
            while (_phase == phase && _whyBroken is null) Monitor.Wait(_monitor);
            if (_phase == phase) throw Broken();
            return phase;
        }
    }

    public void Break(string why)
    {
        lock (_monitor)
        {
            _whyBroken ??= why;
            Monitor.PulseAll(_monitor);
        }
    }

    private BrokenBarrierException Broken() => new($"the barrier broke in phase {_phase}: {_whyBroken}");
}
