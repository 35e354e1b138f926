// All meet, all go on, in rounds. Beside a mutex stand:
//
//      16           24            32        36         40       44        48
//      +------------+-------------+---------+----------+--------+---------+----------------- - -
//      |   round    | broken mask | parties | arrived  | reason |         | who arrived (marks)
//      +------------+-------------+---------+----------+--------+---------+----------------- - -
//
//                 arrive                the last one: atRoundEnd(k), with the mutex
//      k, 0 of 3 --------> k, 2 of 3 -----------------------------------------------> k+1, 0 of 3
//                              |  gives up, Abort, Reset, or is found dead
//                              +---> k+1, broken: nobody may arrive before Reset      (Reset: not broken)
//
//   I1  The mutex guards all of it. Sleepers read the round without: it changes last.
//   I2  A round ends once, and bit (k mod 64) of the mask says how round k ended: 1, it broke.
//   I3  A waiter of round k sleeps only while the round is k.
//
// A waiter that is late by 64 rounds would read another round's bit in I2. It would have to oversleep three thousand slices.
//
// Death. A party that is killed in its wait has arrived, yet will not come to the next round: every 20 ms each waiter looks after
// one of its fellows, and breaks the barrier when that is dead. One that is killed in atRoundEnd holds the mutex: the next to
// take it is told, and breaks the barrier too. One that is killed before it arrives is nobody the barrier knows of: give a
// timeout.
//
// This file: what a barrier is. SharedBarrier.Rounds.cs: arriving, waiting, and the end of a round.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>A meeting point for a fixed number of threads of any processes: nobody goes on before all have arrived, round after
/// round.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member. What the parties wrote before they arrived is seen by all of them
/// afterwards.</para>
/// <para>All or none: when one waiter gives up or dies, or atRoundEnd throws, the barrier is broken, and all others are told so
/// by a <see cref="BrokenBarrierException"/>, those who arrive later as well, until <see cref="Reset"/>. Once all have arrived
/// the round is beyond breaking by a timeout: waiters then wait for the end of atRoundEnd, however long.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe partial class SharedBarrier : IDisposable, IShareable<SharedBarrier>
{
    private const int MostParties = 4096;

    private readonly SharedThing _home;
    private readonly WaitWord _sleepers; // on the low half of Round

    private readonly SharedMutex _mutex; // guards:
    private Words* _words;               // null when disposed

    [StructLayout(LayoutKind.Sequential)]
    private struct Words
    {
        public ulong Round, BrokenMask;
        public int Parties, Arrived;
        public int Reason; // a BreakReason; None: not broken
        public int Spare;
    }

    private SharedBarrier(SharedThing home)
    {
        _home = home;
        _mutex = new SharedMutex(home.Body, home.Name);
        _words = (Words*)(home.Body + SharedMutex.Size);
        // little end first, as on every processor that .NET runs on here
        _sleepers = new WaitWord(&_words->Round, $"{home.Name}-round");
    }

    /// <summary>Makes a barrier that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="parties">How many threads meet, 1 to 4,096.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedBarrier Create(string name, int parties)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name, parties);
    }

    /// <summary>Makes a barrier that other processes get as an argument or in a message.</summary>
    /// <param name="parties">How many threads meet, 1 to 4,096.</param>
    public static SharedBarrier CreateAnonymous(int parties) => Make(null, parties);

    /// <summary>Attaches to a barrier that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not a barrier.</exception>
    public static SharedBarrier Open(string name) => new(SharedThing.Open(name, SharedKind.Barrier));

    /// <summary>How many threads have to arrive.</summary>
    public int Parties => State->Parties;

    /// <summary>How many rounds have ended, by completion or by a break; stale by the time it returns.</summary>
    public long Round => (long)Volatile.Read(ref State->Round);

    /// <summary>How many have arrived and wait for the rest; stale by the time it returns.</summary>
    public int Arrived => Volatile.Read(ref State->Arrived);

    /// <summary>Whether the barrier is broken and needs a <see cref="Reset"/>; stale by the time it returns.</summary>
    public bool IsBroken => Volatile.Read(ref State->Reason) != (int)BreakReason.None;

    private Words* State => _words is not null ? _words : throw new ObjectDisposedException(nameof(SharedBarrier));

    /// <summary>Arrives, and blocks until all others have.</summary>
    /// <param name="atRoundEnd">Runs once per round, with its number, before anyone is let go: that of the one who arrives last.
    /// It must not use the barrier.</param>
    /// <param name="cancel">Gives up, which breaks the barrier; an already cancelled one means: do not wait. The last one to
    /// arrive does not wait, and ignores it.</param>
    /// <returns>As how many-th the caller arrived in this round, from 0 to <see cref="Parties"/> - 1; each once.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before all had arrived; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">It was broken before, or while this thread waited; the message says by
    /// what.</exception>
    /// <exception cref="InvalidOperationException">Called by atRoundEnd.</exception>
    /// <remarks>What atRoundEnd throws is thrown on the thread that ran it; the others are told that the barrier broke.</remarks>
    public int SignalAndWait(Action<long>? atRoundEnd = null, CancellationToken cancel = default) =>
        SignalAndWait(Deadline.Never, atRoundEnd, cancel) is var index and >= 0
            ? index
            : throw new OperationCanceledException(cancel);

    /// <summary>The same, but waits no longer than <paramref name="timeout"/>; giving up breaks the barrier.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="index">As how many-th the caller arrived, -1 when the time was over.</param>
    /// <param name="atRoundEnd">As above.</param>
    /// <param name="cancel">As above.</param>
    /// <returns>True when the round was completed; false when the time was over first, and the barrier is broken.</returns>
    /// <inheritdoc cref="SignalAndWait(Action{long}, CancellationToken)" path="/exception"/>
    public bool SignalAndWait(
        TimeSpan timeout, out int index, Action<long>? atRoundEnd = null, CancellationToken cancel = default)
    {
        index = SignalAndWait(Deadline.After(timeout), atRoundEnd, cancel);
        if (index < 0) cancel.ThrowIfCancellationRequested();
        return index >= 0;
    }

    /// <summary>Breaks the barrier: all who wait are told so, and all who come, until <see cref="Reset"/>. Blocks while
    /// atRoundEnd runs.</summary>
    /// <exception cref="InvalidOperationException">Called by atRoundEnd.</exception>
    public void Abort()
    {
        Enter();
        if (State->Reason == (int)BreakReason.None) End(BreakReason.Aborted);
        _mutex.Release();
    }

    /// <summary>Mends a broken barrier, with nobody arrived. Who waits in one that is whole is told that it broke. Blocks while
    /// atRoundEnd runs.</summary>
    /// <exception cref="InvalidOperationException">Called by atRoundEnd.</exception>
    public void Reset()
    {
        Enter();
        if (State->Arrived > 0) End(BreakReason.WasReset);
        Volatile.Write(ref State->Reason, (int)BreakReason.None);
        _mutex.Release();
    }

    /// <summary>Detaches; for when no thread of this process uses it any more. The last one to do so removes the
    /// barrier.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits; nothing has changed.</exception>
    public void Dispose()
    {
        if (_words is null) return;
        _home.Dispose();
        _mutex.Dispose(); // forgets where it was
        _words = null;
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => SharedThing.TicketOf(_home);

    /// <inheritdoc/>
    public static SharedBarrier FromTicket(string ticket, Handover handover) =>
        new(SharedThing.FromTicket(ticket, SharedKind.Barrier));

    private static SharedBarrier Make(string? name, int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parties, MostParties);
        var home = SharedThing.Create(name, SharedMutex.Size + sizeof(Words) + parties * sizeof(ulong));
        ((Words*)(home.Body + SharedMutex.Size))->Parties = parties;
        return new SharedBarrier(home.Publish(SharedKind.Barrier));
    }

    private string Display =>
        _words is null ? "disposed"
        : $"round {_words->Round}{(_words->Reason != 0 ? ", broken" : "")}, {_words->Arrived} of {_words->Parties} arrived";
}
