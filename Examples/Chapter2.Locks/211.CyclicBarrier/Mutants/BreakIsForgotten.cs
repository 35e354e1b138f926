// fails: a break is told to all who wait, and to who comes later
// Break tells those who wait just then; who arrives later waits for a party that will not come.
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private readonly object _monitor = new();
    private readonly int _parties;
    private int _arrived, _breaks;
    private long _phase;
    private string? _whyBroken;

    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
    }

    public int Waiting { get { lock (_monitor) return _arrived; } }

    public long SignalAndWait()
    {
        lock (_monitor)
        {
            var phase = _phase;
            if (++_arrived == _parties)
            {
                _arrived = 0;
                _phase++;
                Monitor.PulseAll(_monitor);
                return phase;
            }
            var breaks = _breaks;
            while (_phase == phase && _breaks == breaks) Monitor.Wait(_monitor);
            if (_phase == phase) throw Broken();
            return phase;
        }
    }

    public void Break(string why)
    {
        lock (_monitor)
        {
            _whyBroken ??= why;
            _breaks++;
            Monitor.PulseAll(_monitor);
        }
    }

    private BrokenBarrierException Broken() => new($"the barrier broke in phase {_phase}: {_whyBroken}");
}
