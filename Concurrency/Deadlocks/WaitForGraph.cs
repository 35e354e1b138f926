// Two kinds of edges. A thread that sleeps knows what it waits for; a lock knows who holds it:
//
//      thread A --- waits for --> lock L2 --- held by --> thread B
//         ^                                                  |
//         +------ held by --- lock L1 <------ waits for -----+
//
// Everybody has at most one edge out, so from a thread there is one way to go: a cycle is found by following it.
//
//   I1  A thread is in _waits, once, exactly while its record says that it waits in this graph.
//   I2  What a thread in the graph holds does not change until it has left.
//   I3  A cycle, or a part of the way, that consists of threads in the graph is there as long as none of them leaves.
//   I4  The last thread to enter a cycle sees all of it.
//
// The locks do not ask the guard when they are acquired and released; that is why an uncontended acquire costs next to nothing.
// I2 holds all the same: only the holder releases, and a thread in the graph is not running. I3 follows. I4: all others of the
// cycle entered before, under this guard, and wrote down what they hold before that. So it is enough to look once at each wait,
// when it begins: no cycle is missed, and none that is found was ever anything else.
//
// What is not exact is the holder of a lock who is not in the graph: he runs, and may have released it by the time somebody
// reads of it. Nothing depends on that: the way ends there.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>Who waits for which tracked lock, and who holds it.</summary>
/// <remarks>Any thread may call any member. Holt, Some Deadlock Properties of Computer Systems, ACM Computing Surveys
/// 1972.</remarks>
[DebuggerDisplay("Waiting = {Waiting}")] // takes no lock
public sealed class WaitForGraph
{
    private readonly TestAndTestAndSetLock _guard = new(); // a spin lock: nobody can be interrupted in it. It guards:
    private readonly List<BlockedWait> _waits = []; // oldest first; and the Wait of their threads, and their Verdict

    internal WaitForGraph() { }

    /// <summary>How many threads wait; stale by the time it returns. For debugger displays.</summary>
    internal int Waiting => _waits.Count;

    /// <summary>All threads that wait, oldest wait first, as they were at one moment: each waits for one lock, and the locks
    /// that they hold are theirs. A holder who does not wait may have released meanwhile.</summary>
    public IReadOnlyList<WaitingThread> Snapshot()
    {
        using (_guard.Hold()) return [.. _waits.Select(wait => wait.Describe())];
    }

    /// <summary>Enters the calling thread, and looks whether its wait closes a cycle.</summary>
    /// <returns>The cycle, this wait first; null when there is none.</returns>
    internal Cycle? Enter(BlockedWait wait)
    {
        using (_guard.Hold())
        {
            Debug.Assert(wait.Thread == TrackedThread.Current && wait.Thread.Wait is null, "I1");
            wait.Thread.Wait = wait;
            _waits.Add(wait);
            AssertInvariants();
            var members = CycleFrom(wait);
            return members is null ? null : new Cycle(members, [.. members.Select(member => member.Describe())]);
        }
    }

    /// <summary>Takes the wait out, if that has not been done before.</summary>
    internal void Leave(BlockedWait wait)
    {
        using (_guard.Hold())
        {
            if (wait.Thread.Wait != wait) return;
            wait.Thread.Wait = null;
            _waits.Remove(wait);
        }
    }

    /// <summary>Chooses a member of a cycle as its victim.</summary>
    /// <returns>False when a member has left since, or was cancelled: there is no deadlock any more, and nobody was
    /// chosen.</returns>
    internal bool TrySentence(Cycle cycle, BlockedWait victim, DeadlockReport report)
    {
        using (_guard.Hold())
        {
            if (!cycle.Members.All(member => member.Thread.Wait == member && !member.IsEnding)) return false;
            victim.Verdict = report;
            return true;
        }
    }

    // Follows the one way there is. It ends at a lock that nobody holds, at a thread that runs or is about to, or at a thread
    // that we have met: at ourselves, and we have closed a cycle, or at another, and we wait for one that is closed already.
    private List<BlockedWait>? CycleFrom(BlockedWait start)
    {
        Debug.Assert(_guard.IsHeldByCurrentThread, "the way may change under our feet");
        List<BlockedWait> way = [start];
        while (way[^1].Lock.Holder is { } holder && holder.Wait is { IsEnding: false } next && next.Graph == this)
        {
            if (next == start) return way;
            if (way.Contains(next)) return null;
            way.Add(next);
        }
        return null;
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_waits.TrueForAll(wait => wait.Thread.Wait == wait), "I1");
        Debug.Assert(_waits.TrueForAll(wait => wait.Thread.Holds.TrueForAll(held => held.Holder == wait.Thread)), "I2");
        Debug.Assert(_waits.TrueForAll(wait => wait.Lock.Holder != wait.Thread), "nobody waits for what he holds");
    }

    /// <summary>The waits of a cycle, and what they looked like when it was closed, in the same order.</summary>
    internal sealed record Cycle(IReadOnlyList<BlockedWait> Members, IReadOnlyList<WaitingThread> Described);
}
