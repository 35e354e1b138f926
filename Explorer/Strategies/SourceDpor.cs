// Dynamic partial-order reduction with source sets and sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014): of all schedules that
// only differ in the order of independent steps, one is run.
//
//      run to the end  ->  for each race, a pair of dependent steps i, j of two threads with nothing between them that orders them:
//                          somewhere before i it must also be tried to let j's side go first: note a thread at the choice before i
//      back to the deepest choice with a thread noted that was not tried  ->  run again
//
//   I1  Sleep: what was tried at a choice need not be tried again below it, until a step that depends on it is done: both orders of
//       independent steps are one behaviour. An execution in which all who can move sleep has been seen, and is given up.
//   I2  Who goes first instead of i? The steps that follow i and do not come after it could all be done without it, and then j:
//
//                 i   a   b   c   j            b comes after i; a, c do not
//                     a       c   j   i  ...   so this is an execution too
//
//       Any thread that can begin it will do (an initial: its first step there has none of the others before it). If one is noted or
//       sleeps at that choice, the other order has been seen or will be.
//   I3  Not every race can be turned round: who waits for a lock cannot go before its release. Such a pair is passed over and we look
//       further back, to where the lock was taken. Where we cannot tell, a thread is noted and we look further back as well: that may
//       be more work than is needed, and loses nothing.
//   I4  Threads that gave way (Yield, Sleep) can move here as any others: a yield orders nothing.
//   I5  A long time-out that fires when nobody else can move comes after all that was done and before all that follows: no race with it can
//       be turned round. If several are due, each is tried first.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Each behaviour of the test, once.</summary>
internal sealed class SourceDpor : IStrategy
{
    private readonly List<Node> _path = [];
    private int _depth;
    private int _fresh; // races between steps before this one were found in an earlier execution
    private bool _started;

    /// <summary>The behaviours seen, by their hash.</summary>
    public HashSet<ulong> Classes { get; } = [];

    /// <summary>Executions that were given up because all who could move slept.</summary>
    public int Redundant { get; private set; }

    /// <summary>Whether an execution found no end: not everything was or will be seen.</summary>
    public bool LeftSomethingOut { get; private set; }

    public bool Begin()
    {
        _depth = 0;
        if (!_started) return _started = true;
        while (_path.Count > 0)
        {
            if (_path[^1].TryNext())
            {
                _fresh = _path.Count - 1;
                return true;
            }
            _path.RemoveAt(_path.Count - 1);
        }
        return false;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        if (_depth > 0) _path[_depth - 1].Done = execution.Steps[^1];
        if (_depth == _path.Count)
        {
            var node = new Node(execution, _depth == 0 ? null : _path[_depth - 1]);
            if (!node.Start(execution, last)) return null; // I1
            _path.Add(node);
        }
        var chosen = execution.Threads[_path[_depth++].Chosen];
        if (execution.Movable.Contains(chosen)) return chosen;
        execution.HasDiverged = true;
        return null;
    }

    public void End(Execution execution)
    {
        // It came to its end before the choice that was to be another one this time.
        if (_depth < _path.Count && !execution.WasPruned)
        {
            execution.HasDiverged = true;
            return;
        }
        var steps = execution.Steps;
        if (_depth > 0 && steps.Count >= _depth) _path[_depth - 1].Done = steps[_depth - 1];
        LeftSomethingOut |= execution.WasTakenOver || execution.WasCutOff;
        execution.HasDiverged |= _depth < _path.Count && !execution.WasPruned; // it ended before it came to what was to be tried
        if (execution.WasTakenOver || execution.HasDiverged) return;
        var order = new HappensBefore(execution).Extend();
        if (execution.WasPruned) Redundant++;
        else Classes.Add(order.Hash);
        var lastOfThread = new int[execution.Threads.Count];
        Array.Fill(lastOfThread, -1);
        for (var j = 0; j < steps.Count; j++)
        {
            if (j >= _fresh) FindRaces(steps, order, j, lastOfThread[steps[j].Thread]);
            lastOfThread[steps[j].Thread] = j;
        }
    }

    // All i that race with j; the step of j's thread before it is given.
    private void FindRaces(List<Step> steps, HappensBefore order, int j, int before)
    {
        var later = steps[j];
        var covered = new VectorClock(); // what comes before j by way of its thread, or of a race that was turned round
        if (before >= 0) covered.Join(order[before]);
        for (var i = j - 1; i >= 0; i--)
        {
            var earlier = steps[i];
            if (earlier.Thread == later.Thread || earlier.IsLastResort || !earlier.Operation.DependsOn(later.Operation) || order.IsIn(i, covered)) continue;
            var canTurn = CanTurnRound(earlier, later, i, before);
            if (canTurn is false) continue; // I3
            Note(steps, order, i, j);
            if (canTurn is true) covered.Join(order[i]);
        }
    }

    // Whether the later step could be done just before the earlier one, after those that do not come after that; null: who knows. On one
    // resource, those others have changed nothing: what changes it comes after the earlier step.
    private bool? CanTurnRound(in Step earlier, in Step later, int i, int before)
    {
        var operation = later.Operation;
        if ((operation.CanTimeOut && !later.IsGuard) || !MayWait(operation.Kind)) return true;
        if (before < i && _path[i].CanMove(later.Thread)) return true; // its thread stood before this very step already
        if (operation.Resource.Parts is not null) return null;
        return before < i ? false : earlier.WasOpen;
    }

    private static bool MayWait(OperationKind kind) =>
        kind is OperationKind.Begin or OperationKind.Join or OperationKind.Acquire or OperationKind.Wait or OperationKind.Spin;

    // I2
    private void Note(List<Step> steps, HappensBefore order, int i, int j)
    {
        var node = _path[i];
        var firsts = new List<(int Thread, int Step)>(); // the first of each thread among those that could be done without i
        for (var k = i + 1; k <= j; k++)
        {
            var thread = steps[k].Thread;
            if ((k == j || !order.IsBefore(i, k)) && !firsts.Exists(first => first.Thread == thread)) firsts.Add((thread, k));
        }
        var initials = firsts.FindAll(first => !firsts.Exists(other => order.IsBefore(other.Step, first.Step)));
        if (initials.Exists(initial => node.IsNotedOrSleeps(initial.Thread))) return;
        var possible = initials.FindAll(initial => node.CanMove(initial.Thread));
        if (possible.Count == 0) node.NoteAll(); // I3
        else node.Note(possible.Exists(initial => initial.Thread == steps[j].Thread) ? steps[j].Thread : possible[0].Thread);
    }

    /// <summary>One choice on the way to where we are.</summary>
    private sealed class Node
    {
        private readonly int[] _movable;
        private readonly List<int> _noted = [];
        private readonly List<(int Thread, Operation Operation)> _asleep = [];

        public Node(Execution execution, Node? parent)
        {
            _movable = [.. execution.Movable.Select(thread => thread.Index)];
            if (parent is null || parent.Done.IsLastResort) return; // I5
            foreach (var sleeper in parent._asleep)
            {
                if (sleeper.Thread != parent.Chosen && !sleeper.Operation.DependsOn(parent.Done.Operation)) _asleep.Add(sleeper); // I1
            }
        }

        /// <summary>Who moves, in this execution.</summary>
        public int Chosen { get; private set; }

        /// <summary>What it does, as is known afterwards: a compare-exchange that failed was a read.</summary>
        public Step Done { get; set; }

        public bool CanMove(int thread) => Array.IndexOf(_movable, thread) >= 0;

        public bool IsNotedOrSleeps(int thread) => _noted.Contains(thread) || Sleeps(thread);

        /// <summary>Chooses the first who is to move here: who ran goes on, if it has not given way.</summary>
        /// <returns>False: all sleep.</returns>
        public bool Start(Execution execution, ControlledThread? last)
        {
            var awake = execution.Movable.FindAll(thread => !Sleeps(thread.Index));
            if (awake.Count == 0) return false;
            var chosen = last is not null && !last.HasYielded && awake.Contains(last) ? last : awake.Find(thread => !thread.HasYielded) ?? awake[0];
            Chosen = chosen.Index;
            _noted.Add(Chosen);
            if (execution.IsLastResort) NoteAll(); // I5
            return true;
        }

        /// <summary>Goes on to the next who was noted.</summary>
        /// <returns>False: none is left.</returns>
        public bool TryNext()
        {
            _asleep.Add((Chosen, Done.Operation)); // I1
            var next = _noted.FindIndex(thread => !Sleeps(thread));
            if (next >= 0) Chosen = _noted[next];
            return next >= 0;
        }

        public void Note(int thread) => _noted.Add(thread);

        public void NoteAll() => _noted.AddRange(_movable.Where(thread => !_noted.Contains(thread)));

        private bool Sleeps(int thread) => _asleep.Exists(sleeper => sleeper.Thread == thread);
    }
}
