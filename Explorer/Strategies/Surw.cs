// Selectively uniform random walk (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025). To draw each interleaving of two threads
// with 90 and 10 steps equally often, the first must be picked nine times as often as the second: in proportion to what each has
// yet to do. How much that is was counted in the first execution, and what a thread's children will do counts as its own until it
// has started them:
//
//      main   starts w1, w2       w1   9 steps        w2   1 step        weights   main 10, then w1 9 : main 1, then w1 9 : w2 1
//
// Selectively: steps whose order others cannot tell are not counted, and are done in any order. Of those whose order matters, one
// turn in two counts all, and the next only those on one place, chosen at random: among fewer steps, each order of them is more
// likely.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Picks threads in proportion to what they still have to do.</summary>
/// <param name="seed">Same seed, same schedules.</param>
internal sealed class Surw(ulong seed) : IStrategy
{
    private readonly List<string> _shared = []; // places that several threads use, in the order of their use

    // All by lineage:
    private readonly Dictionary<ulong, Dictionary<string, int>> _profile = []; // the thread's steps on each place
    private readonly Dictionary<ulong, ulong> _parents = [];                   // of those threads, in the order of their birth
    private readonly Dictionary<ulong, int> _whole = [];                       // steps that count, of all descendants too
    private readonly Dictionary<ulong, int> _remaining = [];                   // of those, not done, and not another's yet

    private string? _place;          // steps on this place count; null: on all
    private Dice _dice = new(seed);
    private ControlledThread? _next; // who does the next step that counts
    private int _turn, _estimates;
    private double _odds;            // logarithm of the probability of this execution's choices

    /// <summary>About how many orders there are of the steps that count: the mean of 1 / the probability of an execution (Knuth,
    /// 1975). 0: not known yet.</summary>
    public double Estimate { get; private set; }

    public bool Begin()
    {
        (_next, _odds) = (null, 0);
        _place = _turn++ % 2 == 0 || _shared.Count < 2 ? null : _shared[_dice.Next(_shared.Count)];
        _whole.Clear();
        _remaining.Clear();
        foreach (var (thread, steps) in _profile)
            _whole[thread] = steps.Sum(place => _place is null || place.Key == _place ? place.Value : 0);
        foreach (var (thread, parent) in _parents.Reverse()) _whole[parent] += _whole[thread];
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        if (_next is null || !execution.Enabled.Contains(_next)) _next = Draw(execution.Enabled);
        // The others go on at will, as long as their steps do not count.
        var free = execution.Enabled.FindAll(thread => thread == _next || !Counts(thread.Pending));
        var chosen = free[_dice.Next(free.Count)];
        if (chosen.Pending is { Kind: OperationKind.Spawn, Resource: ControlledThread child })
        {
            Add(chosen, -_whole.GetValueOrDefault(child.Lineage)); // they are the child's own now
            _next = null;
        }
        if (!Counts(chosen.Pending)) return chosen;
        _odds += Math.Log((double)Weight(chosen) / execution.Enabled.Sum(Weight));
        Add(chosen, -1);
        _next = null;
        return chosen;
    }

    public void End(Execution execution)
    {
        if (_profile.Count == 0) Profile(execution);
        else if (_place is null && !execution.WasPruned) Estimate += (Math.Exp(-_odds) - Estimate) / ++_estimates;
    }

    private ControlledThread Draw(List<ControlledThread> enabled)
    {
        var weights = enabled.ConvertAll(Weight);
        var (total, drawn) = (weights.Sum(), 0);
        if (total == 0) return enabled[_dice.Next(enabled.Count)];
        for (var at = _dice.Next(total); at >= weights[drawn]; drawn++) at -= weights[drawn];
        return enabled[drawn];
    }

    // At least 1 before a step that counts: the profile is of one execution, and others may be longer.
    private int Weight(ControlledThread thread) => Math.Max(Counts(thread.Pending) ? 1 : 0, RemainingOf(thread));

    private int RemainingOf(ControlledThread thread) =>
        _remaining.TryGetValue(thread.Lineage, out var steps) ? steps : _whole.GetValueOrDefault(thread.Lineage);

    private void Add(ControlledThread thread, int steps) => _remaining[thread.Lineage] = RemainingOf(thread) + steps;

    private bool Counts(in Operation operation) =>
        IsOrdered(operation.Kind) && (_place is null || operation.Resource.Name == _place);

    private static bool IsOrdered(OperationKind kind) => kind is not (
        OperationKind.Begin or OperationKind.End or OperationKind.Spawn or OperationKind.Join
        or OperationKind.Release or OperationKind.Yield or OperationKind.Sleep or OperationKind.Spin);

    private void Profile(Execution execution)
    {
        foreach (var thread in execution.Threads)
        {
            _profile[thread.Lineage] = [];
            if (thread.Parent != 0) _parents[thread.Lineage] = thread.Parent;
        }
        var users = new Dictionary<string, int>();
        foreach (var step in execution.Steps)
        {
            if (!IsOrdered(step.Operation.Kind)) continue;
            var (place, steps) = (step.Operation.Resource.Name, _profile[execution.Threads[step.Thread].Lineage]);
            steps[place] = steps.GetValueOrDefault(place) + 1;
            if (!users.TryAdd(place, step.Thread) && users[place] != step.Thread && !_shared.Contains(place)) _shared.Add(place);
        }
    }
}
