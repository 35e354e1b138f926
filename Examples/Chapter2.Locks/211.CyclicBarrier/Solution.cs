// A meeting that repeats. Three parties, phase by phase:
//
//      A   --- work --->|         |--- work ---->|      |
//      B   - work ->|   .  wait   |--- work -->| . wait |       nobody works in phase k+1 before
//      C   ---- work ------------>|-- work -------------|       all have left phase k
//      _arrived     1   2         0            1 2      0
//      _phase       0   0         1            1 1      2
//
// Whenever no thread holds _mutex:
//   I1  0 <= _arrived < _parties: who comes last takes everybody out with it, back to 0.
//   I2  _phase counts the meetings that took place; it never goes back, and it stands still once _whyBroken is set.
//   I3  A thread that arrived in phase k sleeps only while _phase == k and the barrier is whole.
//
// The waiters look at the phase, and not at _arrived. By the time a waiter is awake, a fast one may have come round and arrived
// for the next meeting: _arrived is 1 again, as if the last meeting had not been. The phase number has changed for good.
//
// I3 holds because the two things that end a wait, the end of the phase and the break, each happen once and wake all.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

/// <summary>A meeting point for a fixed number of threads, phase after phase: nobody goes on before all have arrived.</summary>
/// <remarks>Any thread may call any member. Waiters sleep. What the parties wrote before a meeting is seen by all of them after
/// it.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class PhaseBarrier
{
    private readonly int _parties;
    private readonly ConditionVariable _over; // the phase, or the barrier

    private readonly ParkingMutex _mutex = new(); // guards:
    private int _arrived;
    private long _phase;
    private string? _whyBroken;

    /// <param name="parties">How many threads meet, at least 1.</param>
    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
        _over = new ConditionVariable(_mutex);
    }

    /// <summary>How many have arrived and wait for the rest; stale by the time it returns.</summary>
    public int Waiting { get { using (_mutex.Hold()) return _arrived; } }

    /// <summary>Arrives, and blocks until all others have.</summary>
    /// <returns>The number of the phase that this ended, from 0.</returns>
    /// <exception cref="BrokenBarrierException">Somebody broke the barrier, before the call or during it; the message says
    /// why.</exception>
    public long SignalAndWait()
    {
        using var held = _mutex.Hold();
        if (_whyBroken is not null) throw Broken();
        var phase = _phase;
        if (++_arrived == _parties)
        {
            _arrived = 0; // [last]
            _phase++;
            _over.Broadcast(); // all: the phase is over for each of them
            return phase;
        }
        while (_phase == phase && _whyBroken is null) _over.Wait(); // [wait]
        if (_phase == phase) throw Broken(); // [told] else we met, even if it broke since
        return phase;
    }

    /// <summary>Ends all meetings: for a party that will not come any more. Who waits is told, and who arrives later.</summary>
    /// <param name="why">For the others to read. Of several reasons the first one counts.</param>
    /// <exception cref="ArgumentException">The reason is empty; nothing has changed.</exception>
    public void Break(string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        using var held = _mutex.Hold();
        if (_whyBroken is not null) return;
        _whyBroken = why;
        _over.Broadcast(); // all: nobody will complete the phase
    }

    private BrokenBarrierException Broken() => new($"the barrier broke in phase {_phase}: {_whyBroken}");

    private string Display => $"phase {_phase}{(_whyBroken is null ? "" : ", broken")}, {_arrived} of {_parties} arrived";
}
