// What was held while what was acquired, over the whole run. Each edge was seen once, in some thread, at some time:
//
//      A ----> B ----> C          thread 1 took B while it held A; an hour later, thread 2 took C while it held B
//      ^               :
//      +...............+          now thread 3 holds C and asks for A: nobody waits, and still it is reported
//
//   I1  The learned edges have no cycle: an edge that would close one is reported instead of learned.
//   I2  Each edge is learned once, with the two places of its first time.
//
// If all threads acquire along the edges of a graph without cycles, no cycle of waits can form: each waits for a lock that is
// further along than all that it holds. So one run of each piece of code is enough to find what needs an unlucky moment
// to deadlock. It can be wrong in the other direction: an order that was violated need not be able to deadlock, for example when
// another lock that is held around both keeps the threads apart.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>Tells when locks are acquired in an order that could deadlock, on a run that does not.</summary>
/// <remarks>
/// <para>Any thread may call any member. The order is learned: the first one seen is taken for the right one. Two locks with a
/// <see cref="TrackedLock.Rank"/> are also compared by it, and so the first time too. An acquire that cannot wait for ever, a try
/// or a timed one, is not checked, but what it took counts as held.</para>
/// <para>It remembers each lock and each pair for as long as it lives: for tests, and for locks that live long. A lock is asked
/// about only when the thread holds another one; then all threads share one guard.</para>
/// <para>As lockdep, the Linux kernel's runtime locking correctness validator (Documentation/locking/lockdep-design), which
/// learns the order of classes of locks; here each lock is a class of its own. Ranks: Havender, Avoiding Deadlock in Multitasking
/// Systems, IBM Systems Journal 1968.</para>
/// </remarks>
[DebuggerDisplay("Edges = {_edges.Count}, Violations = {_violations.Count}")] // takes no lock
public sealed class LockOrderChecker
{
    private readonly bool _throws;
    private readonly Action<LockOrderViolation>? _onViolation;

    private readonly TestAndTestAndSetLock _guard = new(); // a spin lock: nobody can be interrupted in it. It guards:
    private readonly Dictionary<TrackedLock, Dictionary<TrackedLock, LockOrderEdge>> _learned = []; // by Held, then by Wanted
    private readonly Dictionary<(TrackedLock Held, TrackedLock Wanted), LockOrderViolation> _violations = [];
    private readonly List<LockOrderEdge> _edges = []; // the same edges, oldest first

    /// <param name="throws">True: an acquire against the order throws, each time. False: it goes on, and is recorded the first
    /// time.</param>
    /// <param name="onViolation">Told of each violation the first time, on the thread that violates, before it throws or goes
    /// on. It may use tracked locks if it releases what it acquires. What it throws comes out of the acquire, and the lock is not
    /// taken.</param>
    public LockOrderChecker(bool throws, Action<LockOrderViolation>? onViolation = null) =>
        (_throws, _onViolation) = (throws, onViolation);

    /// <summary>What was found so far, each pair of locks once, oldest first; a copy.</summary>
    public IReadOnlyList<LockOrderViolation> Violations { get { using (_guard.Hold()) return [.. _violations.Values]; } }

    /// <summary>The order as it was learned, oldest first; a copy.</summary>
    public IReadOnlyList<LockOrderEdge> Learned { get { using (_guard.Hold()) return [.. _edges]; } }

    /// <summary>Asks for all that the thread holds whether it may wait for one more.</summary>
    /// <exception cref="LockOrderException">Out of order, and this checker throws.</exception>
    internal void BeforeAcquire(TrackedThread thread, TrackedLock wanted, CallSite at)
    {
        for (var i = 0; i < thread.Holds.Count; i++) // no foreach: the callback may acquire and release
        {
            var (violation, isNew) = Check(thread, thread.Holds[i], wanted, at);
            if (violation is null) continue;
            if (isNew) _onViolation?.Invoke(violation); // a stranger's code, so not under the guard
            if (_throws) throw new LockOrderException(violation);
        }
    }

    private (LockOrderViolation? Violation, bool IsNew) Check(
        TrackedThread thread, TrackedLock held, TrackedLock wanted, CallSite at)
    {
        if (held.Order != this) return (null, false);
        using (_guard.Hold())
        {
            if (_learned.GetValueOrDefault(held)?.ContainsKey(wanted) == true) return (null, false); // the usual case
            if (_violations.TryGetValue((held, wanted), out var known)) return (known, false);
        }

        // A pair that is new, seldom. The stack is looked up outside the guard, so another thread may be faster.
        if (at.File is null) at = CallSite.OfCallerOutside();
        var edge = new LockOrderEdge(held, held.AcquiredAt, wanted, at, thread.Name);
        using (_guard.Hold())
        {
            if (_learned.GetValueOrDefault(held)?.ContainsKey(wanted) == true) return (null, false);
            if (_violations.TryGetValue((held, wanted), out var known)) return (known, false);

            var against = held.Rank >= wanted.Rank ? [] : Way(from: wanted, to: held); // without two ranks, >= is false
            if (against is null)
            {
                Learn(edge);
                return (null, false);
            }
            var violation = new LockOrderViolation(edge, against);
            _violations.Add((held, wanted), violation);
            return (violation, true);
        }
    }

    private void Learn(LockOrderEdge edge)
    {
        Debug.Assert(_guard.IsHeldByCurrentThread, "I2");
        if (!_learned.TryGetValue(edge.Held, out var wanted)) _learned[edge.Held] = wanted = [];
        wanted.Add(edge.Wanted, edge);
        _edges.Add(edge);
        Debug.Assert(Way(from: edge.Wanted, to: edge.Held) is null, "I1");
    }

    // The shortest way along learned edges; null when there is none. Breadth first, and each lock remembers by which edge it was
    // reached.
    private List<LockOrderEdge>? Way(TrackedLock from, TrackedLock to)
    {
        Debug.Assert(_guard.IsHeldByCurrentThread, "the graph may change under our feet");
        Dictionary<TrackedLock, LockOrderEdge?> reachedBy = new() { [from] = null };
        var toVisit = new Queue<TrackedLock>([from]);
        while (toVisit.TryDequeue(out var next) && !reachedBy.ContainsKey(to))
        {
            foreach (var (further, edge) in _learned.GetValueOrDefault(next) ?? [])
                if (reachedBy.TryAdd(further, edge)) toVisit.Enqueue(further);
        }
        if (!reachedBy.ContainsKey(to)) return null;

        List<LockOrderEdge> way = [];
        for (var edge = reachedBy[to]; edge is not null; edge = reachedBy[edge.Held]) way.Insert(0, edge);
        return way;
    }
}
