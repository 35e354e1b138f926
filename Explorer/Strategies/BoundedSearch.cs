// Depth first over the choices, leaving out those that would preempt more often than allowed (Musuvathi, Qadeer, PLDI 2007):
//
//      choice 0: [w1*, w2]      * taken in the last execution; what stands right of it is still to do
//      choice 1: [w1, w2*]      the deepest choice with something left to do is changed, what lies below is forgotten
//      choice 2: [w2*]
//
// With bound 0 a thread goes on until it blocks, ends or gives way. The first failure that the bounds 0, 1, 2... find has the
// fewest preemptions.
//
//   I1  Two beginnings with the same partial order of steps lead to the same state. So where one ends that was seen before, with
//       the same thread running, no more preemptions used then, and the same threads having given way, nothing new lies below,
//       and the execution is given up. All behaviours that the bound allows are seen, and few schedules of each. What decides who
//       may move is part of the partial order: how often a thing was changed (who spins waits for that), virtual time (whose
//       guard is due first), whether a step timed out. (Partial-order reduction cannot simply be put under a bound: the one
//       schedule that it runs of a behaviour may need too many preemptions. See Coons, Musuvathi, McKinley, OOPSLA 2013.)
//   I2  What I1 remembers was searched to its end: it lies left of where we are, not above, as a beginning grows with each step.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>All schedules with at most so many preemptions.</summary>
/// <param name="bound">So many; <see cref="Everything"/>: all schedules, those included in which who gives way goes on at
/// once.</param>
/// <param name="skipsSeen">Whether to leave out schedules that differ only in the order of independent steps; otherwise each is
/// run once.</param>
internal sealed class BoundedSearch(int bound, bool skipsSeen = true) : IStrategy
{
    /// <summary>No bound.</summary>
    public const int Everything = int.MaxValue;

    private const int Remembered = 2_000_000; // beginnings, 24 bytes each; those that come later are not remembered

    private readonly List<Node> _path = [];
    private readonly Dictionary<ulong, int> _seen = []; // the fewest preemptions with which each beginning was reached
    private HappensBefore? _order;
    private int _depth, _preemptions;
    private bool _started;

    /// <summary>Whether a choice was left out because of the bound, or an execution found no end; if not, this was
    /// everything.</summary>
    public bool LeftSomethingOut { get; private set; }

    public bool Begin()
    {
        (_depth, _preemptions, _order) = (0, 0, null);
        if (!_started) return _started = true;
        while (_path.Count > 0 && _path[^1].Taken == _path[^1].Threads.Length - 1) _path.RemoveAt(_path.Count - 1);
        if (_path.Count == 0) return false;
        _path[^1] = _path[^1] with { Taken = _path[^1].Taken + 1 };
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        if (_depth == _path.Count)
        {
            if (skipsSeen && WasSeen(execution, last)) return null; // I1
            _path.Add(new Node(Candidates(execution, last), 0));
        }
        var node = _path[_depth++];
        var chosen = execution.Threads[node.Threads[node.Taken]];
        if (!execution.Movable.Contains(chosen))
        {
            execution.HasDiverged = true;
            return null;
        }
        if (execution.Preempts(last, chosen)) _preemptions++;
        return chosen;
    }

    public void End(Execution execution)
    {
        // It came to its end before the choice that was to be another one this time.
        if (_depth < _path.Count && !execution.WasPruned) execution.HasDiverged = true;
        LeftSomethingOut |= execution.WasTakenOver || execution.WasCutOff;
    }

    // Who ran goes on first, so that the first execution of all has no preemption.
    private int[] Candidates(Execution execution, ControlledThread? last)
    {
        var among = bound == Everything ? execution.Movable : execution.Enabled;
        var first = last is not null && among.Contains(last) && !last.HasYielded ? last
            : among.Find(thread => thread != last && !execution.Preempts(last, thread)) ?? last!;
        var others = among.Where(thread => thread != first).ToList();
        if (_preemptions >= bound && others.RemoveAll(thread => execution.Preempts(last, thread)) > 0) LeftSomethingOut = true;
        return [first.Index, .. others.Select(thread => thread.Index)];
    }

    private bool WasSeen(Execution execution, ControlledThread? last)
    {
        _order ??= new HappensBefore(execution);
        var hash = _order.Extend().Hash;
        if (bound != Everything)
        {
            if (last is not null && execution.CostsToLeave(last)) hash += Dice.Mix(last.Lineage);
            foreach (var thread in execution.Threads)
            {
                if (thread.HasYielded) hash += Dice.Mix(~thread.Lineage);
            }
        }
        if (_seen.TryGetValue(hash, out var before) && before <= _preemptions) return true;
        if (_seen.Count < Remembered || before > 0) _seen[hash] = _preemptions;
        return false;
    }

    private readonly record struct Node(int[] Threads, int Taken);
}
