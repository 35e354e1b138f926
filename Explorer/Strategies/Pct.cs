// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010). Each thread has a random priority, and who
// has the highest moves; at d-1 random steps the one who moves falls below all others. A fault that needs d steps in a certain order
// (its depth) shows with a probability of at least 1 / (n k^(d-1)), with n threads and k steps.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Random priorities with few changes.</summary>
/// <param name="depth">Of the faults looked for, at least 1.</param>
/// <param name="seed">Same seed, same schedules.</param>
internal sealed class Pct(int depth, ulong seed) : IStrategy
{
    private readonly List<ulong> _priorities = []; // by thread
    private readonly HashSet<int> _changes = [];   // at which steps
    private Dice _dice = new(seed);
    private int _step;
    private ulong _lowest;

    /// <summary>The most threads and steps seen: what the bound is computed from.</summary>
    public (int Threads, int Steps) Largest { get; private set; } = (1, 1);

    public bool Begin()
    {
        _priorities.Clear();
        _changes.Clear();
        _step = 0;
        _lowest = 1UL << 32; // changed ones go below this, in the order of their changes
        for (var i = 1; i < depth; i++) _changes.Add(_dice.Next(Largest.Steps));
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        while (_priorities.Count < execution.Threads.Count) _priorities.Add((1UL << 32) + (_dice.Next() >> 1));
        var chosen = Highest(execution);
        if (_changes.Contains(_step++))
        {
            _priorities[chosen.Index] = --_lowest;
            chosen = Highest(execution);
        }
        return chosen;
    }

    public void End(Execution execution) =>
        Largest = (Math.Max(Largest.Threads, execution.Threads.Count), Math.Max(Largest.Steps, execution.Steps.Count));

    private ControlledThread Highest(Execution execution) => execution.Enabled.MaxBy(thread => _priorities[thread.Index])!;
}
