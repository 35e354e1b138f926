using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Bound;

/// <summary>What the parent and its child do.</summary>
internal static class Family
{
    private static readonly TimeSpan _longEnough = TimeSpan.FromMinutes(2); // a forgotten one ends by itself

    /// <summary>Runs in the parent.</summary>
    public static void BeParent(Connection reports, bool isDaemon)
    {
        var child = ChildProcess.Start(Sleep, new ChildOptions { IsDaemon = isDaemon, IgnoreInterrupt = true }); // [child]
        reports.Send(child.Id);
        Sleep();
    }

    private static void Sleep() => Thread.Sleep(_longEnough);
}
