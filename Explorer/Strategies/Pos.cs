// Partial order sampling (Yuan, Yang, Gu, CAV 2018). Not the threads have random priorities, but their next steps: the highest
// is done, and then those that depend on it draw anew, so that the order of dependent steps is a fair coin.
//
//      w1: x = 1   0.9 ->  done; its next step draws            w2: x = 2   0.3 ->  draws anew: it lost against x = 1 and must
//      w3: y = 1   0.7 ->  keeps its number                                         not be the likely loser of the next one too

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Random priorities of steps.</summary>
/// <param name="seed">Same seed, same schedules.</param>
internal sealed class Pos(ulong seed) : IStrategy
{
    private readonly List<ulong> _priorities = []; // of the next step of each thread
    private Dice _dice = new(seed);

    public bool Begin()
    {
        _priorities.Clear();
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        while (_priorities.Count < execution.Threads.Count) _priorities.Add(_dice.Next());
        var chosen = execution.Enabled.MaxBy(thread => _priorities[thread.Index])!;
        foreach (var thread in execution.Threads)
        {
            if (thread == chosen || (thread.HasStep && thread.Pending.DependsOn(chosen.Pending)))
                _priorities[thread.Index] = _dice.Next();
        }
        return chosen;
    }

    public void End(Execution execution) { }
}
