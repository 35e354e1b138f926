// All meet, all go on. One word counts those who arrive, and its phase number tells those who wait that they may go:
//
//                   arrive              arrive: the last        atPhaseEnd(k) returned
//      k, 0 of 3  -------->  k, 2 of 3 ----------> k, 3 of 3 ------------------------> k+1, 0 of 3
//                                |                     |
//                                | gives up, Reset     | atPhaseEnd(k) threw
//                                +-------> broken <----+          until Reset starts a new era with k, 0 of 3
//
//   I1  A phase ends once: by the last one to arrive, or, while somebody is still missing, by the one who breaks it.
//   I2  Whoever sleeps waits for the phase in the word, and the word says that there are sleepers.
//   I3  A waiter of phase k passed if the word of its era went beyond k; an era that broke in phase k stays there.
//   I4  Who finds its token cancelled as it comes does not arrive, unless it is the last one missing: it gives up at once.
//       So, with one token for all, a phase that nobody had reached before the cancellation is broken, and not passed.
//
// I1: each way to end it is one compare-exchange of the word. I2: sleepers enter the queue, and a phase with sleepers ends,
// only under the mutex. I4: looked at only before falling asleep, the token would go unseen for as long as all meet while
// they spin, thousands of phases. With nobody asleep and nothing to run, the last arrival ends the phase in the same
// instruction [short cut]: a meeting then costs one atomic instruction each.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Signals;

/// <summary>A meeting point for a fixed number of threads: nobody goes on before all have arrived, phase after phase.</summary>
/// <remarks>
/// <para>Any thread may call any member; what the parties wrote before they arrived is seen by all of them afterwards, and by
/// atPhaseEnd. Waiters spin for some microseconds, then sleep.</para>
/// <para>All or none: when one waiter gives up, or atPhaseEnd throws, the barrier is broken, and all others are told so by a
/// <see cref="BrokenBarrierException"/>, those who arrive later as well, until <see cref="Reset"/>. Once all have arrived the
/// phase is beyond breaking by timeout or cancellation: waiters then wait for the end of atPhaseEnd, however long.</para>
/// <para>As java.util.concurrent.CyclicBarrier. A central barrier whose sense is the phase number: Mellor-Crummey and Scott,
/// Algorithms for Scalable Synchronization, ACM TOCS 1991; Herlihy and Shavit, ch. 18 (17 in the first edition).</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class CyclicBarrier
{
    private const int Looks = 120, Yields = 20; // before a waiter sleeps; it yields its core at the last ones

    private readonly Action<long>? _atPhaseEnd;
    private int _completer; // managed id of the thread in atPhaseEnd, 0 = none; written by that thread only

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly WaitQueue _sleepers;
    private volatile BarrierEra _era = new(firstPhase: 0); // replaced by Reset; read by all without the mutex

    /// <param name="parties">How many threads meet, 1 to 65,535.</param>
    /// <param name="atPhaseEnd">Runs once per phase, with its number, on the thread that arrived last, before anyone is let
    /// go. It must not use the barrier.</param>
    public CyclicBarrier(int parties, Action<long>? atPhaseEnd = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parties, BarrierWord.MostArrived);
        Parties = parties;
        _atPhaseEnd = atPhaseEnd;
        _sleepers = new WaitQueue(_mutex);
    }

    /// <summary>How many threads have to arrive.</summary>
    public int Parties { get; }

    /// <summary>How many phases have been completed, which is the number of the open one; stale by the time it returns.</summary>
    public long Phase => _era.Word.Phase;

    /// <summary>How many have arrived and wait for the rest; stale by the time it returns.</summary>
    public int Waiting => _era.Word.Arrived;

    /// <summary>Whether the barrier is broken and needs a <see cref="Reset"/>; stale by the time it returns.</summary>
    public bool IsBroken => _era.Word.IsBroken;

    /// <summary>Arrives, and blocks until all others have.</summary>
    /// <param name="cancel">Gives up, which breaks the barrier; an already cancelled one means: do not wait. The last one to
    /// arrive does not wait, and ignores it.</param>
    /// <returns>The number of the phase that this completed, from 0.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before all had arrived; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">It was broken before, or while this thread waited.</exception>
    /// <exception cref="InvalidOperationException">Called by atPhaseEnd.</exception>
    /// <remarks>What atPhaseEnd throws is thrown on the thread that ran it; the others are told that the barrier broke.</remarks>
    public long SignalAndWait(CancellationToken cancel = default)
    {
        var era = Arrive(cancel, out var phase);
        if (!WaitForEnd(era, phase, Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
        return phase;
    }

    /// <summary>Arrives, and blocks until all others have, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">As above.</param>
    /// <returns>True when the phase was completed; false when the time was over first, and the barrier is broken.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before all had arrived; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">It was broken before, or while this thread waited.</exception>
    /// <exception cref="InvalidOperationException">Called by atPhaseEnd.</exception>
    /// <remarks>What atPhaseEnd throws is thrown on the thread that ran it; the others are told that the barrier broke.</remarks>
    public bool SignalAndWait(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        var era = Arrive(cancel, out var phase);
        if (WaitForEnd(era, phase, deadline, cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Mends a broken barrier: its phase starts anew, with nobody arrived. Who waits is told that it broke.</summary>
    /// <remarks>Blocks while atPhaseEnd runs. Call it when all parties have noticed the break, or some meet in the new round
    /// too early.</remarks>
    /// <exception cref="InvalidOperationException">Called by atPhaseEnd.</exception>
    public void Reset()
    {
        RefuseFromAtPhaseEnd();
        while (true)
        {
            var (era, word) = (_era, _era.Word);
            if (word.Arrived == Parties) SleepThrough(era, word.Phase);
            else if (word.IsBroken || word.Arrived == 0 || TryBreak(era, word.Phase, "it was reset while others waited"))
            {
                using var held = _mutex.Hold();
                if (era == _era && era.Word.IsBroken) _era = new BarrierEra(era.Word.Phase);
                return;
            }
        }
    }

    private BarrierEra Arrive(CancellationToken cancel, out long phase)
    {
        RefuseFromAtPhaseEnd();
        while (true)
        {
            var era = _era;
            var word = era.Word;
            if (word.IsBroken) throw era.Failure();
            phase = word.Phase;
            if (word.Arrived == Parties) SleepThrough(era, phase); // more threads than parties: we belong to the next phase
            else if (word.Arrived + 1 < Parties)
            {
                if (cancel.IsCancellationRequested) // before it counts: afterwards the others may take it along [I4]
                {
                    if (TryBreak(era, phase, "an arriving thread was cancelled")) throw new OperationCanceledException(cancel);
                }
                else if (era.TryChange(word, word.OneMore)) return era;
            }
            else if (_atPhaseEnd is null && !word.HasSleepers) // nothing to run, nobody to wake [short cut]
            {
                if (era.TryChange(word, word.NextPhase)) return era;
            }
            else if (era.TryChange(word, word.OneMore))
            {
                Complete(era, phase);
                return era;
            }
        }
    }

    private void Complete(BarrierEra era, long phase)
    {
        if (_atPhaseEnd is not null)
        {
            Volatile.Write(ref _completer, Environment.CurrentManagedThreadId);
            try { _atPhaseEnd(phase); }
            catch (Exception e)
            {
                Volatile.Write(ref _completer, 0);
                End(era, era.Word.AsBroken, $"its phase action threw {e.GetType().Name}", e);
                throw;
            }
            Volatile.Write(ref _completer, 0);
        }
        var word = era.Word;
        // Nobody arrives or gives up any more, but somebody may go to sleep at this moment: then the exchange fails.
        if (word.HasSleepers || !era.TryChange(word, word.NextPhase)) End(era, word.NextPhase);
    }

    // By the completer only: nobody but sleepers changes the word, and they need the mutex.
    private void End(BarrierEra era, BarrierWord end, string why = "", Exception? cause = null)
    {
        using var held = _mutex.Hold();
        if (end.IsBroken) era.Explain(why, cause);
        var changed = era.TryChange(era.Word, end);
        Debug.Assert(changed, "I1");
        WakeSleepers();
    }

    /// <returns>True when the phase was passed; false when this waiter gave up, and broke it.</returns>
    private bool WaitForEnd(BarrierEra era, long phase, Deadline deadline, CancellationToken cancel)
    {
        if (!Spin(era, phase) && !Sleep(era, phase, deadline, cancel))
        {
            var how = cancel.IsCancellationRequested ? "was cancelled" : "timed out";
            if (TryBreak(era, phase, $"a waiting thread {how}")) return false;
            SleepThrough(era, phase); // too late to give up: all have arrived, or another one broke it
        }
        return era.Word.Phase > phase ? true : throw era.Failure(); // I3
    }

    // Parties that run side by side arrive within a microsecond of each other; falling asleep and waking up takes ten.
    private static bool Spin(BarrierEra era, long phase)
    {
        for (var looks = Environment.ProcessorCount > 1 ? Looks : 0; looks > 0; looks--)
        {
            if (!era.Word.IsOpen(phase)) return true;
            if (looks > Yields) Thread.SpinWait(1);
            else Thread.Yield(); // the others may have lost their core: let them run
        }
        return false;
    }

    /// <returns>True when the phase is over, false when the time was, or the wait was cancelled.</returns>
    private bool Sleep(BarrierEra era, long phase, Deadline deadline, CancellationToken cancel)
    {
        Waiter me;
        using (_mutex.Hold())
        {
            BarrierWord word;
            do // until nobody has arrived between our look and our mark
            {
                word = era.Word;
                if (!word.IsOpen(phase)) return true;
            }
            while (!era.TryChange(word, word.WithSleepers));
            me = _sleepers.Enqueue();
        }
        try { return _sleepers.Await(me, deadline, cancel); }
        catch (ThreadInterruptedException)
        {
            TryBreak(era, phase, "a waiting thread was interrupted"); // it will not pass, so nobody may
            throw;
        }
    }

    private void SleepThrough(BarrierEra era, long phase) => Sleep(era, phase, Deadline.Never, CancellationToken.None);

    /// <returns>False when the phase is over, or all have arrived and it is about to be.</returns>
    private bool TryBreak(BarrierEra era, long phase, string why)
    {
        using var held = _mutex.Hold();
        BarrierWord word;
        do // until nobody has arrived between our look and the break
        {
            word = era.Word;
            if (!word.IsOpen(phase) || word.Arrived == Parties) return false;
            era.Explain(why, cause: null);
        }
        while (!era.TryChange(word, word.AsBroken));
        WakeSleepers();
        return true;
    }

    private void WakeSleepers()
    {
        while (_sleepers.Dequeue() is { } sleeper) sleeper.Signal(); // all: the phase is over for each of them
    }

    private void RefuseFromAtPhaseEnd()
    {
        if (_atPhaseEnd is not null && Volatile.Read(ref _completer) == Environment.CurrentManagedThreadId)
            throw new InvalidOperationException(
                "atPhaseEnd used its own barrier, which waits for it to return; do that after SignalAndWait.");
    }

    private string Display => $"phase {Phase}{(IsBroken ? ", broken" : "")}, {Waiting} of {Parties} arrived";
}
