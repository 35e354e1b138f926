// Dynamic partial-order reduction with source sets and sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014; JACM 2017): of
// all schedules that differ only in the order of independent steps, one is run. Two threads write x, and a third writes y:
//
//      run 1      w1:x=1   w2:x=2   w3:y=1        the two writes of x race: w2 is noted at the choice where w1 went first
//      run 2      w2:x=2   w1:x=1   w3:y=1        no race that was not turned round, nothing is noted: two behaviours, of 3! = 6
//                                                 schedules
//
// Three parts:
//   here       the path of choices that the last execution took. The deepest one that has a thread noted and not tried is
//              changed; what lies below it is forgotten.
//   Choice     one of them: who could move, who was tried, who is noted, and who sleeps, as it would show nothing new.
//   Reversals  goes through an execution that is over, finds its races, and notes who must go first for each to be turned round.
//
//   I1  A thread that was tried at a choice sleeps below it in later executions, until a step that depends on its own is done:
//       both orders of independent steps are one behaviour. An execution in which all who can move sleep has been seen, and is
//       given up.
//   I2  Races between steps that an earlier execution had as well were noted by that one: only those with a step at or below the
//       choice that was changed are looked for.
//   I3  Threads that gave way (Yield, Sleep) can move here as any others: a yield orders nothing.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Each behaviour of the test, once.</summary>
internal sealed class SourceDpor : IStrategy
{
    private readonly List<Choice> _path = [];
    private int _depth;   // choices made in this execution
    private int _changed; // the one that is another than in the last execution
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
                _changed = _path.Count - 1;
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
            var choice = new Choice(execution, _depth == 0 ? null : _path[_depth - 1]);
            if (!choice.Start(execution, last)) return null; // I1
            _path.Add(choice);
        }
        var chosen = execution.Threads[_path[_depth++].Chosen];
        if (chosen.IsMovable) return chosen;
        execution.HasDiverged = true;
        return null;
    }

    public void End(Execution execution)
    {
        // It came to its end before the choice that was to be another one this time.
        execution.HasDiverged |= _depth < _path.Count && !execution.WasPruned;
        if (execution.HasDiverged) return;
        var steps = execution.Steps;
        if (_depth > 0 && steps.Count >= _depth) _path[_depth - 1].Done = steps[_depth - 1];
        LeftSomethingOut |= execution.WasTakenOver || execution.WasCutOff;
        if (execution.WasTakenOver) return; // from some step on the choices were not ours
        var order = new HappensBefore(execution).Extend();
        if (execution.WasPruned) Redundant++;
        else Classes.Add(order.Hash);
        new Reversals(_path, steps, order).Note(from: _changed); // I2
    }
}
