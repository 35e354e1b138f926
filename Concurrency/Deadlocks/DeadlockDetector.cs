// It looks once at each wait, when it begins:
//
//      thread A                                       thread B
//      Acquire L1
//                                                     Acquire L2
//                                                     Acquire L1: held; enters the graph [enter], no cycle, sleeps
//      Acquire L2: held; enters the graph [enter],
//      finds the cycle, chooses B [choose],
//      tells of it [tell], wakes B [wake], sleeps     DeadlockException; releases L2
//      has L2
//
//   I1  Each deadlock has one victim, and its Acquire throws DeadlockException, whatever else ends its wait. Only if the victim
//       closed the cycle itself, and onCycle throws there, that comes out instead.
//   I2  A victim does not get the lock, even if it is released to it at that moment.
//
// A look costs a short section under one spin lock, where the wait that follows costs falling asleep and waking up. In return the
// deadlock is known in the moment in which it comes about, and no thread has to look now and then for what is seldom there.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>Finds the deadlocks of its tracked locks as they come about, and ends each of them: one thread has to give
/// way.</summary>
/// <remarks>
/// <para>Any thread may call any member. Locks that one thread may hold together belong to the same detector: a cycle over the
/// locks of two is not seen.</para>
/// <para>A cycle in which a wait has a time limit is reported, and left alone: it ends by itself, and if the thread then waits
/// again without a limit, it is looked at again. A wait that could be cancelled, but is not, does not count as one that ends. A
/// lock whose holder has ended without releasing it is no cycle, and is not found.</para>
/// <para>Coffman, Elphick and Shoshani, System Deadlocks, ACM Computing Surveys 1971 (detection and recovery).</para>
/// </remarks>
[DebuggerDisplay("Deadlocks = {_deadlocks}, Waiting = {Graph.Waiting}")] // takes no lock
public sealed class DeadlockDetector
{
    private readonly IComparer<WaitingThread> _victimFirst;
    private readonly Action<DeadlockReport>? _onCycle;
    private long _deadlocks; // by Interlocked only

    /// <param name="victimFirst">Who of a cycle sorts first gives way; <see cref="VictimOrder.Youngest"/> when null. It may be
    /// called by several threads at once.</param>
    /// <param name="onCycle">Told of each cycle, on the thread whose wait closed it, while all of the cycle still wait; the
    /// victim is woken when it returns. It must not acquire or release a tracked lock. What it throws, or the order, comes out of
    /// the acquire of that thread, which does not have the lock then.</param>
    public DeadlockDetector(IComparer<WaitingThread>? victimFirst = null, Action<DeadlockReport>? onCycle = null) =>
        (_victimFirst, _onCycle) = (victimFirst ?? VictimOrder.Youngest, onCycle);

    /// <summary>Who waits for whom now.</summary>
    public WaitForGraph Graph { get; } = new();

    /// <summary>How many deadlocks there were; stale by the time it returns.</summary>
    public long Deadlocks => Interlocked.Read(ref _deadlocks);

    /// <summary>Blocks the calling thread until it has the mutex of the lock that it waits for. It is in the graph
    /// meanwhile.</summary>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="DeadlockException">It was chosen as a victim; it does not have the mutex.</exception>
    internal bool Await(BlockedWait wait, ParkingMutex mutex, TimeSpan timeout, CancellationToken cancel)
    {
        var taken = false;
        var asked = cancel.UnsafeRegister(static wait => ((BlockedWait)wait!).Stop(), wait);
        try
        {
            EnterAndLook(wait);
            taken = mutex.TryAcquire(timeout, wait.Stopped);
        }
        catch (OperationCanceledException) when (wait.Stopped.IsCancellationRequested)
        {
            // by the caller, or as the victim: told apart below
        }
        catch (ThreadInterruptedException)
        {
            Graph.Leave(wait);
            if (wait.Verdict is null) throw;
            Thread.CurrentThread.Interrupt(); // the verdict counts, the interrupt is for the next wait
        }
        finally
        {
            Graph.Leave(wait);  // [leave] nobody can be chosen any more
            asked.Unregister(); // no Dispose: that waits for a Stop that runs, and an interrupt there would lose what was taken
        }
        if (wait.Verdict is { } report)
        {
            if (taken) mutex.Release(); // I2
            throw new DeadlockException(report); // I1
        }
        if (!taken) cancel.ThrowIfCancellationRequested();
        return taken;
    }

    // If the wait closes a cycle, sees to it that the cycle ends.
    private void EnterAndLook(BlockedWait wait)
    {
        if (Graph.Enter(wait) is not { } cycle) return; // [enter]
        if (cycle.Members.Any(member => member.IsTimed))
        {
            _onCycle?.Invoke(new DeadlockReport(cycle.Described, victim: null));
            return;
        }

        var chosen = cycle.Described.Min(_victimFirst)!; // [choose] a stranger's code, so not under the guard
        var victim = cycle.Members[cycle.Described.ToList().IndexOf(chosen)];
        var report = new DeadlockReport(cycle.Described, chosen);
        if (!Graph.TrySentence(cycle, victim, report)) return; // one of them was cancelled in the meantime
        Interlocked.Increment(ref _deadlocks);
        try { _onCycle?.Invoke(report); } // [tell]
        finally { victim.Stop(); }        // [wake] it alone: the others wait for what it will release
    }
}
