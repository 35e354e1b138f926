// Depth first over the choices, leaving out those that would preempt more often than allowed (Musuvathi, Qadeer, PLDI 2007):
//
//      choice 0: [w1*, w2]      * taken in the last execution; what stands right of it is still to do
//      choice 1: [w1, w2*]      the deepest choice with something left to do is changed, what lies below is forgotten
//      choice 2: [w2*]
//
// With bound 0 a thread goes on until it blocks or ends. The first failure that the bounds 0, 1, 2... find has the fewest preemptions.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>All schedules with at most so many preemptions, each once.</summary>
internal sealed class BoundedSearch(int bound) : IStrategy
{
    private readonly List<Node> _path = [];
    private int _depth, _preemptions;
    private bool _started;

    /// <summary>Whether a choice was left out because of the bound; if not, this was everything.</summary>
    public bool LeftSomethingOut { get; private set; }

    public bool Begin()
    {
        (_depth, _preemptions) = (0, 0);
        if (!_started) return _started = true;
        while (_path.Count > 0 && _path[^1].Taken == _path[^1].Threads.Length - 1) _path.RemoveAt(_path.Count - 1);
        if (_path.Count == 0) return false;
        _path[^1] = _path[^1] with { Taken = _path[^1].Taken + 1 };
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        if (_depth == _path.Count) _path.Add(new Node(Candidates(execution, last), 0));
        var node = _path[_depth++];
        var chosen = execution.Threads[node.Threads[node.Taken]];
        if (Preempts(execution, last, chosen)) _preemptions++;
        return chosen;
    }

    public void End(Execution execution) { }

    // Who ran goes on first, so that the first execution of all has no preemption.
    private int[] Candidates(Execution execution, ControlledThread? last)
    {
        var goesOn = last is not null && execution.Enabled.Contains(last);
        if (goesOn && _preemptions == bound && execution.Enabled.Count > 1)
        {
            LeftSomethingOut = true;
            return [last!.Index];
        }
        var others = execution.Enabled.Where(thread => thread != last).Select(thread => thread.Index);
        return goesOn ? [last!.Index, .. others] : [.. others];
    }

    private static bool Preempts(Execution execution, ControlledThread? last, ControlledThread chosen) =>
        last is not null && chosen != last && execution.Enabled.Contains(last);

    private readonly record struct Node(int[] Threads, int Taken);
}
