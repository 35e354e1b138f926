using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Exactly one recorded schedule, once.</summary>
/// <remarks>A program that does not follow it is not under our control, or not the same program: the execution is given up, and
/// says so (<see cref="Execution.HasDiverged"/>).</remarks>
internal sealed class ReplayStrategy(IReadOnlyList<int> schedule) : IStrategy
{
    private bool _done;

    /// <summary>Whether the program did something else than when it was recorded.</summary>
    public bool Diverged { get; private set; }

    public bool Begin() => !_done;

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        var step = execution.Steps.Count;
        // It ended here with a failure, and this time it does not: that is told by the verdict.
        if (step >= schedule.Count) return last is { IsEnabled: true } ? last : execution.Enabled[0];
        if (execution.Movable.Find(thread => thread.Index == schedule[step]) is { } recorded) return recorded;
        Diverged = execution.HasDiverged = true;
        return null;
    }

    /// <summary>Ending earlier is another way to diverge.</summary>
    public void End(Execution execution)
    {
        _done = true;
        Diverged |= execution.Steps.Count < schedule.Count;
    }
}
