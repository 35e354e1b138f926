// passes: those who wait do so at the gate of their phase, which opens once; the next phase has a new one
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private readonly Lock _lock = new();
    private readonly int _parties;
    private OneShotLatch _gate = new();
    private int _arrived;
    private long _phase;
    private string? _whyBroken;

    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
    }

    public int Waiting => Volatile.Read(ref _arrived);

    public long SignalAndWait()
    {
        OneShotLatch gate;
        long phase;
        lock (_lock)
        {
            ThrowIfBroken();
            (gate, phase) = (_gate, _phase);
            var arrived = _arrived + 1;
            Volatile.Write(ref _arrived, arrived % _parties);
            if (arrived == _parties)
            {
                _gate.Open();
                (_gate, _phase) = (new OneShotLatch(), _phase + 1);
                return phase;
            }
        }
        gate.Wait();
        lock (_lock)
        {
            if (_phase == phase) ThrowIfBroken();
        }
        return phase;
    }

    public void Break(string why)
    {
        lock (_lock)
        {
            _whyBroken ??= why;
            _gate.Open();
        }
    }

    private void ThrowIfBroken()
    {
        if (_whyBroken is not null) throw new BrokenBarrierException($"the barrier broke in phase {_phase}: {_whyBroken}");
    }
}
