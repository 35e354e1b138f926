// Selectively uniform random walk (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025). To draw each interleaving of two threads with 90 and 10
// steps equally often, the first must be picked nine times as often as the second: in proportion to the steps that remain. How many each
// thread has is learnt from earlier executions.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Picks threads in proportion to what they still have to do.</summary>
/// <param name="seed">Same seed, same schedules.</param>
internal sealed class Surw(ulong seed) : IStrategy
{
    private readonly List<int> _expected = []; // steps of each thread on resources that threads share, by earlier executions
    private Dice _dice = new(seed);
    private List<int> _done = [];

    public bool Begin()
    {
        _done = [];
        return true;
    }

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        while (_done.Count < execution.Threads.Count) _done.Add(0);
        // A step that nobody else can tell the order of is done at once: choosing among such is waste.
        var chosen = execution.Enabled.Find(thread => !IsInteresting(thread.Pending)) ?? Draw(execution);
        if (IsInteresting(chosen.Pending)) _done[chosen.Index]++;
        return chosen;
    }

    public void End(Execution execution)
    {
        while (_expected.Count < execution.Threads.Count) _expected.Add(1);
        for (var thread = 0; thread < _done.Count; thread++) _expected[thread] = Math.Max(_expected[thread], _done[thread]);
    }

    private ControlledThread Draw(Execution execution)
    {
        var total = execution.Enabled.Sum(Remaining);
        var at = _dice.Next(total);
        foreach (var thread in execution.Enabled)
        {
            at -= Remaining(thread);
            if (at < 0) return thread;
        }
        return execution.Enabled[^1];
    }

    private int Remaining(ControlledThread thread) => thread.Index < _expected.Count ? Math.Max(1, _expected[thread.Index] - _done[thread.Index]) : 1;

    private static bool IsInteresting(in Operation operation) =>
        operation.Kind is not (OperationKind.Begin or OperationKind.End or OperationKind.Spawn or OperationKind.Release);
}
