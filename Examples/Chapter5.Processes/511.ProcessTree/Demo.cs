using System.Diagnostics;
using System.Globalization;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Genealogy;

[Exercise(511, "process-tree", "The tree of processes", Needs = Needs.ProcFileSystem, Small = "--time 50ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how long to watch how much they compute", 10, 60_000)] int timeMs = 1_000,
        [Option("show the tree below this process instead; 0 for our own", 0, int.MaxValue)] int root = 0)
    {
        if (root != 0)
        {
            var table = ProcessTable.Read();
            if (table[root] is null) throw new BadOptionException("--root", $"there is no process {root}");
            Show(stage, root, timeMs);
            return;
        }

        using (var family = new Family()) // [family]
        {
            family.Await(stage.Cancel);
            Show(stage, Environment.ProcessId, timeMs);
        }
        stage.WriteLine();
        var left = ProcessTable.Read().DescendantsOf(Environment.ProcessId); // [left]
        stage.WriteLine($"all ended and reaped: {left.Count} processes left below {Environment.ProcessId}");
    }

    private static void Show(Stage stage, int root, int timeMs)
    {
        var (before, clock) = (ProcessTable.Read(), Stopwatch.StartNew()); // [before]
        stage.Sleep(timeMs);
        var (after, elapsed) = (ProcessTable.Read(), clock.Elapsed);       // [after]

        // Its share of a core while we watched, from the two accounts of its time; ps shows the one since it was started.
        string Share(ProcessInfo process)
        {
            if (before[process.Id] is not { } earlier || earlier.StartTicks != process.StartTicks) return "new";
            var share = (process.ProcessorTime - earlier.ProcessorTime) / elapsed;
            return string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0} %");
        }

        var tree = after.TreeOf(root);
        stage.Table($"ps: {tree.Count} of {after.All.Count} processes, over {elapsed.TotalMilliseconds:F0} ms",
            ["pid", "ppid", "state", "cpu", "MB", "threads", "command"],
            tree.Select(row => row.Process).Select(process => (string[])[
                $"{process.Id}", $"{process.ParentId}", $"{process.State}", Share(process),
                string.Create(CultureInfo.InvariantCulture, $"{process.ResidentBytes / 1048576.0:F1}"),
                $"{process.Threads}", Short(process.CommandLine)]));
        var seen = tree.Select(row => row.Process).DistinctBy(process => process.State).OrderBy(process => process.State);
        stage.WriteLine($"  {string.Join(", ", seen.Select(process => $"{process.State} {process.StateName}"))}");
        stage.WriteLine();
        stage.WriteLine("pstree");
        foreach (var line in TreePicture.Of(tree)) stage.WriteLine($"  {line}");
    }

    // Without the directory of the program, and so that the table fits into 80 columns.
    private static string Short(string command)
    {
        var program = command.Split(' ')[0];
        var line = command[(program.LastIndexOf('/') + 1)..];
        return line.Length <= 25 ? line : $"{line[..22]}...";
    }
}
