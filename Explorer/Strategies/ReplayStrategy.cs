using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Exactly one recorded schedule, once.</summary>
internal sealed class ReplayStrategy(IReadOnlyList<int> schedule) : IStrategy
{
    private int _next;
    private bool _done;

    /// <summary>Whether the program did something else than when it was recorded.</summary>
    public bool Diverged { get; private set; }

    public bool Begin() => !_done;

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        // It ended here with a failure, and this time it does not: that is told by the verdict.
        if (_next == schedule.Count) return last is { IsEnabled: true } ? last : execution.Enabled[0];
        if (execution.Enabled.Find(thread => thread.Index == schedule[_next]) is { } recorded)
        {
            _next++;
            return recorded;
        }
        Diverged = true;
        return null;
    }

    public void End(Execution execution) => _done = true;
}
