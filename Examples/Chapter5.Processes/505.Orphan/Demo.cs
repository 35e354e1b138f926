// this program                     the parent                      its child
//   starts the parent ---------->    starts a child ------------->   looks: my parent is ...
//   hears of the child <-------------------------------------------  tells
//   "leave" -------------------->    ends, and waits for nobody
//   hears again <--------------------------------------------------  looks until that has changed, and tells

using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.LeftAlone;

[Exercise(505, "orphan", "Orphan", Needs = Needs.ProcFileSystem, Small = "--watch 50ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how long the child looks for another parent", 1, 60_000)] int watchMs = 2000,
        [Option("the parent returns from its function, instead of leaving at once")] bool @return = false)
    {
        var (toParent, parentsEnd) = DuplexPipe.Create();
        var (fromChild, childsEnd) = DuplexPipe.CreateOneWay();
        using var parent = ChildProcess.Create(Family.BeParent, parentsEnd, childsEnd, watchMs, @return,
            new ChildOptions { Name = "parent", IgnoreInterrupt = true });
        using var both = toParent;
        using var reports = fromChild;
        Sighting? before = null;
        try
        {
            using (parentsEnd)
            using (childsEnd)
                parent.Start(); // [parent]

            before = fromChild.Receive<Sighting>(stage.Cancel);
            stage.WriteLine($"process {parent.Id}, a child of {Environment.ProcessId}, has a child: process {before.ProcessId}");
            toParent.Send("leave"); // [leave]
            if (!@return)
            {
                parent.Join(stage.Cancel);
                stage.WriteLine($"process {parent.Id} has ended: {parent.Exit}");
            }
            var after = fromChild.Receive<Sighting>(stage.Cancel);
            stage.WriteLine(after.ParentId == before.ParentId
                ? $"after {watchMs} ms it still has its parent, which waits for it"
                : $"it is an orphan: {after.ParentName} has taken it over");
            stage.WriteLine();
            stage.Table($"what process {before.ProcessId} saw", ["", "its parent", "which is"],
                [["before", $"{before.ParentId}", before.ParentName], ["after", $"{after.ParentId}", after.ParentName]]);
            parent.Join(stage.Cancel);
        }
        finally
        {
            if (parent.IsAlive) parent.KillTree();
            if (before is not null && ProcessTable.Find(before.ProcessId) is { } child && child.StartTicks == before.StartTicks)
                Signals.TrySend(child.Id, Signal.SIGKILL); // [clean up] after Ctrl+C; else it is about to end by itself
        }
    }
}
