// passes: the monitor of the platform in place of the mutex and the condition of the library
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private readonly object _monitor = new();
    private readonly int _parties;
    private int _arrived;
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
            if (_whyBroken is not null) throw Broken();
            var phase = _phase;
            if (++_arrived == _parties)
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
