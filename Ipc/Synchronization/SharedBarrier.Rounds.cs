// One round, from the arrival to its end; the picture and the invariants are in SharedBarrier.cs.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Synchronization;

public sealed unsafe partial class SharedBarrier
{
    /// <returns>The index, or -1 when the time was over or <paramref name="cancel"/> fired first; the barrier is broken
    /// then.</returns>
    // A token that is cancelled before is looked at here. A waiter looks after its sleep and if the round is still open: parties
    // that meet again and again would never see a cancellation that came while none of them slept.
    private int SignalAndWait(Deadline deadline, Action<long>? atRoundEnd, CancellationToken cancel)
    {
        using var stay = SharedThing.Enter(_home);
        Enter();
        var (round, reason, index) = (State->Round, (BreakReason)State->Reason, State->Arrived);
        if (reason != BreakReason.None)
        {
            _mutex.Release();
            throw Broken(round - 1, reason);
        }
        if (cancel.IsCancellationRequested && index + 1 < State->Parties)
        {
            End(BreakReason.Cancelled);
            _mutex.Release();
            return -1;
        }
        *Who(index) = ThreadMark.OfThisThread;
        Volatile.Write(ref State->Arrived, index + 1);
        if (index + 1 == State->Parties)
        {
            Complete(round, atRoundEnd);
            return index;
        }
        _mutex.Release();
        return WaitForEnd(round, index, deadline, cancel) ? index : -1;
    }

    // Holds the mutex during the action: so nobody breaks the round any more, and if we die in it, the next one is told.
    private void Complete(ulong round, Action<long>? atRoundEnd)
    {
        try { atRoundEnd?.Invoke((long)round); }
        catch
        {
            End(BreakReason.ActionFailed);
            _mutex.Release();
            throw;
        }
        End(BreakReason.None);
        _mutex.Release();
    }

    /// <returns>True when the round was completed, false when this waiter gave up, and broke it.</returns>
    private bool WaitForEnd(ulong round, int index, Deadline deadline, CancellationToken cancel)
    {
        using var wake = _sleepers.WakeOn(cancel);
        for (var fellow = index; IsOpen(round);)
        {
            _sleepers.Sleep((uint)round, deadline);
            if (!IsOpen(round)) break;
            var reason = cancel.IsCancellationRequested ? BreakReason.Cancelled
                : deadline.HasPassed ? BreakReason.TimedOut
                : BreakReason.Died; // if a fellow has
            if (reason != BreakReason.Died) Enter(); // waits for the action, if it runs: then it is too late to give up
            else if (!TryEnter()) continue;          // somebody has it, and lives

            var breaks = IsOpen(round)
                && (reason != BreakReason.Died || ThreadMark.IsDead(*Who(fellow = (fellow + 1) % State->Arrived)));
            if (breaks) End(reason);
            _mutex.Release();
            if (breaks && reason != BreakReason.Died) return false;
        }
        var broke = (State->BrokenMask >> (int)(round % 64) & 1) != 0; // I2; written before the round
        return !broke ? true : throw Broken(round, (BreakReason)Volatile.Read(ref State->Reason));
    }

    private void End(BreakReason reason)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I1");
        var bit = 1UL << (int)(State->Round % 64);
        State->BrokenMask = reason == BreakReason.None ? State->BrokenMask & ~bit : State->BrokenMask | bit;
        Volatile.Write(ref State->Arrived, 0);
        Volatile.Write(ref State->Reason, (int)reason);
        Volatile.Write(ref State->Round, State->Round + 1); // last: I1; partner: IsOpen
        _sleepers.Wake(WaitWord.All); // all: the round is over for each of them
    }

    private bool IsOpen(ulong round) => Volatile.Read(ref State->Round) == round;

    private ulong* Who(int index) => (ulong*)(State + 1) + index;

    private void Enter()
    {
        if (_mutex.IsHeldByCurrentThread)
            throw new InvalidOperationException(
                "atRoundEnd used its own barrier, which waits for it to return; do that after SignalAndWait.");
        Mend(_mutex.Acquire());
    }

    private bool TryEnter() => Mend(_mutex.TryAcquire());

    // Wherever the dead one stopped, the round it was in is over: its waiters are told, and what it left half done counts for
    // nothing.
    private bool Mend(AcquireResult result)
    {
        if (result.IsAbandoned) End(BreakReason.Died);
        return result.IsHeld;
    }

    private static BrokenBarrierException Broken(ulong round, BreakReason reason) => new(
        $"The barrier broke in round {round}: {Why(reason)}. Call Reset when all parties have noticed.");

    private static string Why(BreakReason reason) => reason switch
    {
        BreakReason.TimedOut => "a waiting thread timed out",
        BreakReason.Cancelled => "a thread was cancelled while others were missing",
        BreakReason.Aborted => "somebody aborted it",
        BreakReason.Died => "a thread that had arrived has died",
        BreakReason.ActionFailed => "its action threw an exception",
        _ => "it was reset, while others waited or since it broke",
    };
}
