// All meet, all go on. Each phase is an object of its own, and _current is the one in which threads arrive:
//
//                     the last one arrived, atPhaseEnd has run
//      phase k: Open ------------------------------------------> Passed    phase k + 1 takes its place
//                 |
//                 |   a waiter gave up, atPhaseEnd threw, Reset
//                 +--------------------------------------------> Broken    stays, until Reset puts a fresh phase k there
//
//   I1  0 <= _arrived < Parties whenever the mutex is free, and 0 when _current is broken.
//   I2  A phase leaves Open once, under the mutex; whoever waits for it is let go by that, and by nothing else.
//   I3  Nobody sleeps but for the phase in _current, and only while it is open.
//
// Why a phase object: a waiter that wakes late still asks the phase for which it waited. The barrier itself may by then be
// two phases on, or broken and reset, and a counter in it would tell that waiter somebody else's result.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Signals;

/// <summary>A meeting point for a fixed number of threads: nobody goes on before all have arrived, phase after phase.</summary>
/// <remarks>
/// <para>Any thread may call any member; what the parties wrote before they arrived is seen by all of them afterwards, and by
/// atPhaseEnd. Waiters spin for some microseconds, then sleep.</para>
/// <para>All or none: when one waiter gives up, or atPhaseEnd throws, the barrier is broken, and all others are told so by a
/// <see cref="BrokenBarrierException"/>, those who arrive later as well, until <see cref="Reset"/>. Once all have arrived the phase
/// is beyond breaking by timeout or cancellation: waiters then wait for the end of atPhaseEnd, however long it takes.</para>
/// <para>As java.util.concurrent.CyclicBarrier. The central barrier with a sense that flips (here: a new phase object) is
/// Mellor-Crummey and Scott, Algorithms for Scalable Synchronization, ACM TOCS 1991; Herlihy and Shavit, ch. 18 (17 in the first edition).</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class CyclicBarrier
{
    private const int Looks = 400, Pause = 4; // before a waiter sleeps; the pause in Thread.SpinWait units

    private readonly Action<long>? _atPhaseEnd;

    private readonly ParkingMutex _mutex = new(); // held during atPhaseEnd too; guards:
    private readonly WaitQueue _sleepers;
    private volatile BarrierPhase _current = new(0); // written under the mutex, read by the getters without
    private int _arrived;

    /// <param name="parties">How many threads meet, at least 1.</param>
    /// <param name="atPhaseEnd">Runs once per phase, with its number, on the thread that arrived last, before anyone is let go.
    /// It must not use the barrier.</param>
    public CyclicBarrier(int parties, Action<long>? atPhaseEnd = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _atPhaseEnd = atPhaseEnd;
        _sleepers = new WaitQueue(_mutex);
    }

    /// <summary>How many threads have to arrive.</summary>
    public int Parties { get; }

    /// <summary>How many phases have been completed, which is the number of the one that is open; stale by the time it returns.</summary>
    public long Phase => _current.Number;

    /// <summary>How many have arrived and wait for the rest; stale by the time it returns.</summary>
    public int Waiting => Volatile.Read(ref _arrived);

    /// <summary>Whether the barrier is broken and needs a <see cref="Reset"/>; stale by the time it returns.</summary>
    public bool IsBroken => _current.IsBroken;

    /// <summary>Arrives, and blocks until all others have.</summary>
    /// <param name="cancel">Gives up, which breaks the barrier; the last one to arrive does not wait and ignores it.</param>
    /// <returns>The number of the phase that this completed, from 0.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before all had arrived; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">It was broken before, or while this thread waited.</exception>
    /// <exception cref="InvalidOperationException">Called by atPhaseEnd.</exception>
    /// <remarks>What atPhaseEnd throws is thrown on the thread that ran it; all others get the <see cref="BrokenBarrierException"/>.</remarks>
    public long SignalAndWait(CancellationToken cancel = default)
    {
        var phase = Arrive();
        if (!WaitFor(phase, Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
        return phase.Number;
    }

    /// <summary>Arrives, and blocks until all others have, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">As above.</param>
    /// <returns>True when the phase was completed; false when the time was over first, and the barrier is broken.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before all had arrived; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">It was broken before, or while this thread waited.</exception>
    /// <exception cref="InvalidOperationException">Called by atPhaseEnd.</exception>
    /// <remarks>What atPhaseEnd throws is thrown on the thread that ran it; all others get the <see cref="BrokenBarrierException"/>.</remarks>
    public bool SignalAndWait(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (WaitFor(Arrive(), deadline, cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Mends a broken barrier; the phase starts anew, with nobody arrived. Whoever waits is told that it broke.</summary>
    /// <remarks>Blocks while atPhaseEnd runs. Call it when all parties have noticed the break, or some will meet in the new round too early.</remarks>
    /// <exception cref="InvalidOperationException">Called by atPhaseEnd.</exception>
    public void Reset()
    {
        RefuseFromAtPhaseEnd();
        using var held = _mutex.Hold();
        if (_arrived > 0) Break(_current, "it was reset while others waited");
        if (_current.IsBroken) _current = new BarrierPhase(_current.Number);
    }

    private BarrierPhase Arrive()
    {
        RefuseFromAtPhaseEnd();
        _mutex.Acquire();
        try
        {
            var phase = _current;
            phase.ThrowIfBroken();
            if (++_arrived == Parties) Complete(phase);
            return phase;
        }
        finally { _mutex.Release(); }
    }

    private void Complete(BarrierPhase phase)
    {
        try { _atPhaseEnd?.Invoke(phase.Number); }
        catch (Exception e)
        {
            Break(phase, $"its phase action threw {e.GetType().Name}", e);
            throw;
        }
        _arrived = 0;
        _current = new BarrierPhase(phase.Number + 1); // before anyone is let go: he may arrive again at once
        phase.Pass();
        WakeSleepers();
    }

    /// <returns>False when this waiter gave up, and broke the phase.</returns>
    private bool WaitFor(BarrierPhase phase, Deadline deadline, CancellationToken cancel)
    {
        for (var look = 0; phase.IsOpen && look < Looks && Environment.ProcessorCount > 1; look++) Thread.SpinWait(Pause);
        if (phase.IsOpen && !Sleep(phase, deadline, cancel)) return false;
        phase.ThrowIfBroken();
        return true;
    }

    private bool Sleep(BarrierPhase phase, Deadline deadline, CancellationToken cancel)
    {
        _mutex.Acquire();
        var me = phase.IsOpen ? _sleepers.Enqueue() : null;
        _mutex.Release();
        if (me is null || _sleepers.Await(me, deadline, cancel)) return true;

        using var held = _mutex.Hold();
        if (!phase.IsOpen) return true; // it ended before we could break it
        Break(phase, cancel.IsCancellationRequested ? "a waiting thread was cancelled" : "a waiting thread timed out");
        return false;
    }

    private void Break(BarrierPhase phase, string why, Exception? cause = null)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread && phase == _current, "I2");
        _arrived = 0;
        phase.Break(why, cause);
        WakeSleepers();
    }

    private void WakeSleepers()
    {
        while (_sleepers.Dequeue() is { } sleeper) sleeper.Signal(); // all: the phase is over for each of them
    }

    private void RefuseFromAtPhaseEnd()
    {
        if (_mutex.IsHeldByCurrentThread)
            throw new InvalidOperationException("atPhaseEnd used its own barrier, which waits for it to return; do that after SignalAndWait.");
    }

    private string Display => $"phase {Phase}{(IsBroken ? ", broken" : "")}, {Waiting} of {Parties} arrived";
}
