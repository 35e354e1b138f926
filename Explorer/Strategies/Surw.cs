// Selectively uniform random walk (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025). To draw each interleaving of two threads with
// 90 and 10 steps equally often, the first must be picked nine times as often as the second: in proportion to what each has yet
// to do. How much that is was counted in the first hundred executions, the most of each thread; and what a thread's children will
// do counts as its own until it has started them:
//
//      main   starts w1, w2       w1   9 steps        w2   1 step        weights   main 10, then w1 9 : main 1, then w1 9 : w2 1
//
// Selectively: steps whose order others cannot tell are not counted, and are done in any order. Of those whose order matters, one
// turn in two counts all, and the next only those on one kind of place, chosen at random: among fewer steps, each order of them
// is more likely.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Picks threads in proportion to what they still have to do.</summary>
/// <param name="seed">Same seed, same schedules.</param>
internal sealed class Surw(ulong seed) : IStrategy
{
    private const int Profiled = 100; // executions

    private readonly Dictionary<ulong, Dictionary<string, int>> _profile = []; // by lineage: the thread's steps on each place
    private readonly Dictionary<ulong, ulong> _parents = []; // of those threads, by lineage, in the order of their birth
    private readonly List<string> _shared = []; // places that several threads use, in the order of their use
    private readonly Dictionary<ulong, int> _whole = []; // by lineage: steps that count, those of all descendants too
    private readonly List<int> _left = []; // by thread: of those, what is not done and not another's yet
    private readonly List<bool?> _isPlace = []; // by number of the resource: whether it is that place

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
        _left.Clear();
        _isPlace.Clear();
        foreach (var (thread, steps) in _profile)
            _whole[thread] = steps.Sum(place => _place is null || place.Key == _place ? place.Value : 0);
        foreach (var (thread, parent) in _parents.Reverse()) _whole[parent] += _whole[thread];
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        for (var i = _left.Count; i < execution.Threads.Count; i++)
            _left.Add(_whole.GetValueOrDefault(execution.Threads[i].Lineage));
        // Among those too who wait for a lock: it may be given up by a step that does not count, and then it is their turn.
        if (_next is not { HasStep: true }) _next = Draw(Alive(execution));
        // The others go on at will, as long as their steps do not count.
        var free = execution.Enabled.FindAll(thread => thread == _next || !Counts(thread.Pending));
        var chosen = free.Count > 0 ? free[_dice.Next(free.Count)] : Draw(execution.Enabled); // who was drawn waits for these
        if (chosen.Pending is { Kind: OperationKind.Spawn, Resource: ControlledThread child })
        {
            _left[chosen.Index] -= _whole.GetValueOrDefault(child.Lineage); // they are the child's own now
            // It was drawn for both. To draw among all again would give the others a second chance before it.
            if (chosen == _next) _next = Draw([chosen, child]);
        }
        if (!Counts(chosen.Pending)) return chosen;
        _odds += Math.Log((double)Weight(chosen) / (chosen == _next ? Alive(execution) : execution.Enabled).Sum(Weight));
        _left[chosen.Index]--;
        _next = null;
        return chosen;
    }

    public void End(Execution execution)
    {
        if (_place is null && !execution.WasPruned && _turn > 1) Estimate += (Math.Exp(-_odds) - Estimate) / ++_estimates;
        if (_turn <= Profiled) Profile(execution);
    }

    private static List<ControlledThread> Alive(Execution execution) =>
        execution.Threads.FindAll(static thread => thread.HasStep);

    private ControlledThread Draw(List<ControlledThread> among)
    {
        var total = 0;
        foreach (var thread in among) total += Weight(thread);
        if (total == 0) return among[_dice.Next(among.Count)];
        var (drawn, at) = (0, _dice.Next(total));
        for (; at >= Weight(among[drawn]); drawn++) at -= Weight(among[drawn]);
        return among[drawn];
    }

    // At least 1 before a step that counts: this execution may be longer than those before.
    private int Weight(ControlledThread thread) => Math.Max(Counts(thread.Pending) ? 1 : 0, _left[thread.Index]);

    private bool Counts(in Operation operation) => IsOrdered(operation.Kind) && (_place is null || IsPlace(operation.Resource));

    private bool IsPlace(Resource resource)
    {
        if (resource.Id < 0) return resource.Name == _place;
        while (_isPlace.Count <= resource.Id) _isPlace.Add(null);
        return _isPlace[resource.Id] ??= resource.Name == _place;
    }

    private static bool IsOrdered(OperationKind kind) => kind is not (OperationKind.Begin or OperationKind.End
        or OperationKind.Spawn or OperationKind.Join or OperationKind.Release or OperationKind.Yield or OperationKind.Sleep
        or OperationKind.Spin or OperationKind.Buffer or OperationKind.Fence);

    // The most that was seen: who only looked, and found nothing to do, would else never be let in between the steps that give it
    // something to do.
    private void Profile(Execution execution)
    {
        foreach (var thread in execution.Threads)
        {
            if (_profile.TryAdd(thread.Lineage, []) && thread.Parent != 0) _parents[thread.Lineage] = thread.Parent;
        }
        var (users, counts) = (new Dictionary<string, int>(), new Dictionary<(int, string), int>());
        foreach (var step in execution.Steps)
        {
            if (!IsOrdered(step.Operation.Kind)) continue;
            var place = step.Operation.Resource.Name;
            var count = counts[(step.Thread, place)] = counts.GetValueOrDefault((step.Thread, place)) + 1;
            var most = _profile[execution.Threads[step.Thread].Lineage];
            most[place] = Math.Max(most.GetValueOrDefault(place), count);
            if (!users.TryAdd(place, step.Thread) && users[place] != step.Thread && !_shared.Contains(place)) _shared.Add(place);
        }
    }
}
