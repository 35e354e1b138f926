using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Follows a schedule as far as the program allows, and goes on without preemption where it ends.</summary>
internal sealed class GuidedStrategy(IReadOnlyList<int> schedule) : IStrategy
{
    private int _next;
    private bool _done;

    public bool Begin() => !_done;

    public ControlledThread? Choose(Execution execution, ControlledThread? last)
    {
        while (_next < schedule.Count)
        {
            var wanted = schedule[_next];
            // It waits for its own writes to reach memory, and the schedule may not know of them.
            if (wanted < execution.Threads.Count
                && execution.Threads[wanted] is { IsMovable: false, Pending.Kind: OperationKind.Fence } waits)
                return waits.Buffer!.Drain;
            _next++;
            if (execution.Movable.Find(thread => thread.Index == wanted) is { } recorded) return recorded;
        }
        return last is not null && execution.Enabled.Contains(last) ? last : execution.Enabled[0];
    }

    public void End(Execution execution) => _done = true;
}
