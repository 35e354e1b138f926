// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010). Each thread has a random
// priority, and who has the highest moves; at d-1 random steps the one who would move falls below all others:
//
//      priorities at random      w2 > main > w1        w2 moves until it must wait, then main ...
//      a change at step 5        main > w1 > w2        ... and from step 5 on w2 comes last
//
// A fault that needs d steps in a certain order (its depth) shows in an execution with a probability of at least
// 1 / (n k^(d-1)), with n threads and k steps. Most faults have a depth of 1 to 3.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Random priorities with few changes.</summary>
/// <param name="depth">Of the faults looked for, at least 1.</param>
/// <param name="seed">Same seed, same schedules.</param>
internal sealed class Pct(int depth, ulong seed) : IStrategy
{
    private const ulong Ordinary = 1UL << 32; // changed ones are below this

    private readonly List<ulong> _priorities = [];   // by thread
    private readonly List<int> _changes = [];        // at which steps, in their order
    private Dice _dice = new(seed);

    /// <summary>The most threads and steps seen: n and k.</summary>
    public (int Threads, int Steps) Largest { get; private set; } = (1, 1);

    /// <summary>Each execution shows a fault of this depth with at least this probability.</summary>
    public double LeastOdds => 1 / (Largest.Threads * Math.Pow(Largest.Steps, depth - 1));

    public bool Begin()
    {
        _priorities.Clear();
        _changes.Clear();
        while (_changes.Count < depth - 1) _changes.Add(_dice.Next(Largest.Steps));
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        while (_priorities.Count < execution.Threads.Count) _priorities.Add(Ordinary + (_dice.Next() >> 1));
        var chosen = Highest(execution);
        for (var change = 0; change < _changes.Count; change++)
        {
            if (_changes[change] != execution.Steps.Count) continue;
            _priorities[chosen.Index] = (ulong)change; // of the paper's d-1 low priorities, in no order with their steps
            chosen = Highest(execution);
        }
        return chosen;
    }

    public void End(Execution execution) =>
        Largest = (Math.Max(Largest.Threads, execution.Threads.Count), Math.Max(Largest.Steps, execution.Steps.Count));

    private ControlledThread Highest(Execution execution) => execution.Enabled.MaxBy(thread => _priorities[thread.Index])!;
}
