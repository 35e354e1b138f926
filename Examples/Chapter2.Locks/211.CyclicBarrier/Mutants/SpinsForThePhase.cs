// fails: who waits for the others sleeps, and is woken
// Looks at the phase again and again: right, but each party that waits takes a core from those that are still at work.
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
        long phase;
        lock (_monitor)
        {
            if (_whyBroken is not null) throw Broken();
            phase = _phase;
            if (++_arrived == _parties)
            {
                _arrived = 0;
                Volatile.Write(ref _phase, phase + 1);
                return phase;
            }
        }
        while (Volatile.Read(ref _phase) == phase && Volatile.Read(ref _whyBroken) is null) { }
        lock (_monitor) return _phase == phase ? throw Broken() : phase;
    }

    public void Break(string why)
    {
        lock (_monitor) Volatile.Write(ref _whyBroken, _whyBroken ?? why);
    }

    private BrokenBarrierException Broken() => new($"the barrier broke in phase {_phase}: {_whyBroken}");
}
