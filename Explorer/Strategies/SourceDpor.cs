// Dynamic partial-order reduction with source sets and sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014): of all schedules that
// only differ in the order of independent steps, one is run.
//
//      run to the end  ->  for each pair of dependent steps i, j of two threads, with nothing between them that orders them:
//                          somewhere before i it must also be tried to let j's side go first: note a thread at the choice before i
//      back to the deepest choice with a thread noted that was not tried  ->  run again
//
//   I1  Sleep: a thread that was tried at a choice need not be tried again below a later choice of the same node, until a step that
//       depends on its next one is done. An execution in which all who can move sleep has been seen, and is given up.
//   I2  Not every pair can be turned round: who waits for a lock cannot go before its release. At such a pair we look further back, to
//       where the lock was taken. Where we cannot tell, everybody who can move is noted: more work, nothing lost.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Each behaviour of the test, once.</summary>
internal sealed class SourceDpor : IStrategy
{
    private readonly List<Node> _path = [];
    private int _depth;
    private bool _started;

    /// <summary>The behaviours seen, by their hash.</summary>
    public HashSet<ulong> Classes { get; } = [];

    public bool Begin()
    {
        _depth = 0;
        if (!_started) return _started = true;
        while (_path.Count > 0)
        {
            var node = _path[^1];
            node.Sleep[node.Chosen] = node.Pending[node.Chosen]; // tried: I1
            if (node.NextToTry() is { } next)
            {
                node.Chosen = next;
                return true;
            }
            _path.RemoveAt(_path.Count - 1);
        }
        return false;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        if (_depth == _path.Count)
        {
            var node = new Node(execution, _depth == 0 ? null : _path[_depth - 1]);
            var awake = execution.Enabled.FindAll(thread => !node.Sleep.ContainsKey(thread.Index));
            if (awake.Count == 0) return null; // I1
            node.Chosen = last is not null && awake.Contains(last) ? last.Index : awake[0].Index;
            node.ToTry.Add(node.Chosen);
            _path.Add(node);
        }
        return execution.Threads[_path[_depth++].Chosen];
    }

    public void End(Execution execution)
    {
        var order = new HappensBefore(execution);
        if (!execution.WasPruned) Classes.Add(order.ClassHash());
        var lastOfThread = new int[execution.Threads.Count];
        Array.Fill(lastOfThread, -1);
        for (var j = 0; j < execution.Steps.Count; j++)
        {
            FindRaces(execution.Steps, order, j, lastOfThread[execution.Steps[j].Thread]);
            lastOfThread[execution.Steps[j].Thread] = j;
        }
    }

    private void FindRaces(List<Step> steps, HappensBefore order, int j, int before)
    {
        var later = steps[j];
        var covered = new VectorClock();
        if (before >= 0) covered.Join(order[before]);
        for (var i = j - 1; i >= 0; i--)
        {
            var earlier = steps[i];
            if (earlier.Thread == later.Thread || !earlier.Operation.DependsOn(later.Operation) || order.IsIn(i, covered)) continue;
            var canTurn = CanTurnRound(earlier, later, i, before);
            if (canTurn is false) continue; // I2
            Note(steps, order, i, j);
            if (canTurn is true) covered.Join(order[i]);
        }
    }

    // Whether the later step could be done where the earlier one was about to be; null: who knows.
    private bool? CanTurnRound(Step earlier, Step later, int i, int before)
    {
        if (before < i) // its thread stood before this very step already
            return later.Thread < _path[i].Pending.Length && _path[i].Ready[later.Thread];
        return later.Operation.Kind switch
        {
            OperationKind.Begin or OperationKind.Join => false,
            // The lock was held at the earlier step, unless that took it.
            OperationKind.Acquire or OperationKind.Wait when later.Operation.Resource is LockState =>
                earlier.Operation.Kind is OperationKind.Acquire or OperationKind.TryAcquire or OperationKind.Wait,
            OperationKind.Acquire or OperationKind.Wait => null,
            _ => true,
        };
    }

    private void Note(List<Step> steps, HappensBefore order, int i, int j)
    {
        // What follows i without coming after it, and then j: whoever can begin that must be tried before i.
        var initials = new List<int>();
        var without = new List<int>();
        for (var k = i + 1; k <= j; k++)
        {
            if (k != j && order.IsBefore(i, k)) continue;
            if (!without.Exists(earlier => order.IsBefore(earlier, k))) initials.Add(steps[k].Thread);
            without.Add(k);
        }
        var node = _path[i];
        if (initials.Exists(node.ToTry.Contains)) return;
        var possible = initials.FindAll(thread => thread < node.Ready.Length && node.Ready[thread]);
        if (possible.Count > 0) node.ToTry.Add(possible.Contains(steps[j].Thread) ? steps[j].Thread : possible[0]);
        else node.ToTry.UnionWith(node.Enabled); // I2
    }

    /// <summary>One choice on the way to where we are.</summary>
    private sealed class Node
    {
        public Node(Execution execution, Node? parent)
        {
            Pending = [.. execution.Threads.Select(thread => thread.Pending)];
            Ready = new bool[Pending.Length];
            Enabled = [.. execution.Enabled.Select(thread => thread.Index)];
            foreach (var thread in Enabled) Ready[thread] = true;
            if (parent is null) return;
            var done = parent.Pending[parent.Chosen];
            foreach (var (thread, operation) in parent.Sleep)
            {
                if (thread != parent.Chosen && !operation.DependsOn(done)) Sleep.Add(thread, operation);
            }
        }

        public Operation[] Pending { get; }

        public bool[] Ready { get; }

        public int[] Enabled { get; }

        public int Chosen { get; set; }

        public HashSet<int> ToTry { get; } = [];

        public Dictionary<int, Operation> Sleep { get; } = [];

        public int? NextToTry()
        {
            foreach (var thread in ToTry)
            {
                if (!Sleep.ContainsKey(thread)) return thread;
            }
            return null;
        }
    }
}
