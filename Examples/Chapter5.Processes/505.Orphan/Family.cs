using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.LeftAlone;

/// <summary>What the parent and its child do.</summary>
internal static class Family
{
    /// <summary>Runs in the parent.</summary>
    public static void BeParent(Connection orders, Connection reports, int watchMs, bool returns)
    {
        var options = new ChildOptions { Name = "child", IgnoreInterrupt = true };
        using (reports) ChildProcess.Start(BeChild, reports, watchMs, options); // [child]
        orders.Receive<string>();
        if (!returns) Environment.Exit(0); // [exit] at once: the process ends, and waits for nobody
    } // [return] a function that returns is not the end: the process still waits for its child

    // Runs in the child.
    private static void BeChild(Connection reports, int watchMs)
    {
        reports.Send(Look());
        var parent = CurrentChild.ParentIdNow;
        SpinWait.SpinUntil(() => CurrentChild.ParentIdNow != parent, watchMs); // [look]
        reports.Send(Look());
    }

    private static Sighting Look()
    {
        var parent = CurrentChild.ParentIdNow;
        var name = ProcessTable.Find(parent)?.Name ?? "a process that cannot be seen from here";
        return new Sighting(Environment.ProcessId, ProcessTable.Find(Environment.ProcessId)!.StartTicks, parent, name);
    }
}
