using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

/// <summary>A meeting point for a fixed number of threads, phase after phase: nobody goes on before all have arrived.</summary>
public sealed class PhaseBarrier
{
    private readonly int _parties;
    private int _arrived;
    private long _phase;
    private string? _whyBroken;

    /// <param name="parties">How many threads meet, at least 1.</param>
    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
    }

    /// <summary>How many have arrived and wait for the rest; stale by the time it returns.</summary>
    public int Waiting => _arrived;

    /// <summary>Arrives, and blocks until all others have.</summary>
    /// <returns>The number of the phase that this ended, from 0.</returns>
    /// <exception cref="BrokenBarrierException">Somebody broke the barrier, before the call or during it; the message says in
    /// which phase, and why.</exception>
    public long SignalAndWait()
    {
        // TODO: all parties count here at the same time, and nobody waits for the others.
        if (_whyBroken is not null) throw new BrokenBarrierException($"the barrier broke in phase {_phase}: {_whyBroken}");
        var phase = _phase;
        if (++_arrived < _parties) return phase;
        _arrived = 0;
        _phase++;
        return phase;
    }

    /// <summary>Ends all meetings: for a party that will not come any more. Who waits is told, and who arrives later.</summary>
    /// <param name="why">For the others to read. Of several reasons the first one counts.</param>
    public void Break(string why)
    {
        // TODO: those who wait have to be told.
        _whyBroken ??= why;
    }
}
