// fails: the next phase is a meeting of its own
// The last one lays out a permit for each who waits: a fast party that is back already takes the one of a slow party.
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private readonly SemaphoreSlim _turnstile = new(0);
    private readonly Lock _lock = new();
    private readonly int _parties;
    private int _arrived;
    private long _phase;
    private string? _whyBroken;

    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
    }

    public int Waiting { get { lock (_lock) return _arrived; } }

    public long SignalAndWait()
    {
        long phase;
        lock (_lock)
        {
            if (_whyBroken is not null) throw Broken();
            phase = _phase;
            if (++_arrived == _parties)
            {
                _arrived = 0;
                _phase++;
                if (_parties > 1) _turnstile.Release(_parties - 1);
                return phase;
            }
        }
        _turnstile.Wait();
        lock (_lock) return _phase == phase && _whyBroken is not null ? throw Broken() : phase;
    }

    public void Break(string why)
    {
        lock (_lock)
        {
            _whyBroken ??= why;
            _turnstile.Release(_parties);
        }
    }

    private BrokenBarrierException Broken() => new($"the barrier broke in phase {_phase}: {_whyBroken}");
}
