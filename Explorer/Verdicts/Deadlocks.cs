using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Verdicts;

/// <summary>Says who waits for what when nobody can go on.</summary>
internal static class Deadlocks
{
    public static FailureKind KindOf(Execution execution)
    {
        if (execution.Threads.Exists(thread => thread.HasEnded)) return FailureKind.PartialDeadlock;
        var waitsForASignal = execution.Threads.Exists(thread => thread.Carrier is not null && thread.Pending.Kind == OperationKind.Wait);
        return waitsForASignal && !InCycle(execution) ? FailureKind.LostWakeup : FailureKind.Deadlock;
    }

    /// <summary>One clause for each thread that waits: "B waits for lock 2, which A holds".</summary>
    public static string Describe(Execution execution)
    {
        var waiting = execution.Threads.Where(thread => thread.Carrier is not null).Select(thread =>
        {
            var resource = thread.Pending.Resource;
            var verb = thread.Pending.Kind == OperationKind.Join ? "waits for the end of" : "waits for";
            var holder = thread.Pending.Kind != OperationKind.Join && resource.Holder is { } by ? $", which {by.Name} holds" : "";
            return $"{thread.Name} {verb} {resource.Name}{holder}";
        });
        return string.Join("; ", waiting);
    }

    private static bool InCycle(Execution execution)
    {
        foreach (var start in execution.Threads)
        {
            var at = start;
            for (var hops = 0; at is not null && hops <= execution.Threads.Count; hops++)
            {
                at = at.Carrier is null ? null : at.Pending.Resource.Holder;
                if (at == start) return true;
            }
        }
        return false;
    }
}
