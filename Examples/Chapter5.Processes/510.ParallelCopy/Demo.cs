// main                                   workers 1 to 4
//   reads the source: the plan
//   makes the directories
//   hands out files  ------------------>   copy a file, block by block
//   shows how far they are  <-----------   report each block
//   counts the finished ones  <---------   compare, and return the hash
//   renames the copy to what was asked for
//   compares both trees once more, alone

using System.Diagnostics;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pools;

namespace Workbook.Examples.Processes.TreeCopying;

[Exercise(510, "parallel-copy", "A directory copied by processes", Points = 20, Small = "--workers 2 --pause 0ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("directory to copy; without it, the sources of this program")] string from = "",
        [Option("what the copy is to be called; without it, a temporary directory that is removed at the end")] string to = "",
        [Option("worker processes", 1, 64)] int workers = 4,
        [Option("how long a worker rests after each block of 64 KiB, to watch it", 0, 1_000)] int pauseMs = 5,
        [Option("kill a worker in the middle of a file")] bool kill = false)
    {
        using var temporary = new TemporaryDirectory();
        var source = from.Length > 0 ? from : SampleTree.Sources() ?? SampleTree.Make(temporary.Below("source"));
        var target = to.Length > 0 ? to : temporary.Below("copy");
        try
        {
            Copy(stage, CopyPlan.Read(source, target), workers, pauseMs, kill);                       // [plan]
        }
        catch (CopyRefusedException e) { throw new BadOptionException(e.IsTarget ? "--to" : "--from", e.Message); }
    }

    private static void Copy(Stage stage, CopyPlan plan, int workers, int pauseMs, bool kill)
    {
        var start = Stopwatch.GetTimestamp();
        var died = new List<PoolEvent>(); // guarded by itself: events of several workers come at the same time
        CopyReport report;
        using (var view = stage.Live())
        {
            var board = new ProgressBoard(view, plan);
            var toKill = kill ? 1 : 0;
            report = new TreeCopier(plan, workers)
            {
                PauseMs = pauseMs,
                OnWorker = happened => { if (happened.Kind == PoolEventKind.WorkerDied) lock (died) died.Add(happened); },
                OnStep = step =>
                {
                    board.Add(step);
                    if (Interlocked.Exchange(ref toKill, 0) == 1) Kill(step.ProcessId);               // [kill]
                },
            }.Copy(stage.Cancel);                                                                     // [copy]
        }
        var elapsed = Stopwatch.GetElapsedTime(start);

        string[] Row(IGrouping<int, CopiedFile> share)
        {
            var bytes = share.Sum(file => plan.Files[file.Number].Length);
            return [$"{share.Key}", $"{share.Count()}", $"{bytes}", $"{100.0 * bytes / Math.Max(1, plan.TotalBytes):F1}"];
        }
        stage.Table("who copied what", ["process", "files", "bytes", "% of the bytes"],
            report.Files.GroupBy(file => file.ProcessId).Select(Row));
        foreach (var worker in died)
            stage.WriteLine($"process {worker.ProcessId} died ({worker.Exit}); its file was begun again by another one");
        stage.WriteLine($"{report.Files.Count} files, {plan.TotalBytes:N0} bytes, {plan.Directories.Count} directories, "
            + $"{plan.Links.Count} links in {elapsed.TotalSeconds:F2} s; workers: {workers}, their start included");
        var (names, different) = TreeComparison.Of(plan.Source, plan.Target);                         // [compare]
        stage.WriteLine($"compared by this process alone: {names} names, {different.Count} of them different "
            + "in kind, permissions, time or SHA-256");
        foreach (var name in different) stage.WriteLine($"DIFFERENT: {name}");
    }

    private static void Kill(int process)
    {
        try { Process.GetProcessById(process).Kill(); }
        catch (ArgumentException) { } // it has ended
    }
}
