// this program                     the parent                     its child
//   starts the parent ---------->    starts a child ------------>   sleeps
//   learns the child's id <------    sleeps
//   kill -9 -------------------->    (gone: no handler, no finally)
//   looks for the child ------------------------------------------> a daemon: gone        any other: still there

using System.Diagnostics;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Bound;

[Exercise(504, "daemon-process", "A child that must not outlive its parent", Needs = Needs.ProcFileSystem,
    Small = "--watch 50ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how long to look for the child after its parent was killed", 1, 60_000)] int watchMs = 1000,
        [Option("the parent is asked to end (SIGTERM) instead of killed")] bool ask = false)
    {
        var signal = ask ? Signal.SIGTERM : Signal.SIGKILL;
        var rows = ((bool[])[true, false]).Select(isDaemon => Watch(stage, isDaemon, signal, watchMs)).ToList();
        stage.WriteLine();
        stage.Table("", ["child", "process", "parent before", $"{watchMs} ms after {signal}", "parent after"], rows);
    }

    private static string[] Watch(Stage stage, bool isDaemon, Signal signal, int watchMs)
    {
        var kind = isDaemon ? "a daemon" : "no daemon";
        var (reports, sender) = DuplexPipe.CreateOneWay();
        using var received = reports;
        var options = new ChildOptions { Name = "parent", IgnoreInterrupt = true }; // Ctrl+C is for us: we end it
        using var parent = ChildProcess.Create(Family.BeParent, sender, isDaemon, options);
        ProcessInfo? child = null;
        try
        {
            using (sender) parent.Start(); // [parent]
            var id = reports.Receive<int>(stage.Cancel);
            child = ProcessTable.Find(id)
                ?? throw new InvalidOperationException($"process {id} is gone before anything was done.");
            stage.WriteLine($"process {parent.Id} has a child, {kind}: process {id}");

            parent.Signal(Signals.NumberOf(signal)); // [kill]
            parent.Join(stage.Cancel);
            var clock = Stopwatch.StartNew();
            stage.WriteLine($"  parent: {parent.Exit}");
            ProcessInfo? seen;
            while ((seen = Look(child)) is not null && clock.ElapsedMilliseconds < watchMs) stage.Sleep(1); // [look]
            var state = seen is null
                ? $"gone within {Math.Max(1, clock.ElapsedMilliseconds)} ms"
                : $"still there ({seen.StateName})";
            stage.WriteLine($"  child: {state}");
            var (fate, newParent) = seen is null ? ("gone", "") : ("still there", $"{seen.ParentId}");
            return [kind, $"{id}", $"{child.ParentId}", fate, newParent];
        }
        finally
        {
            if (parent.IsAlive) parent.KillTree();
            if (child is not null && Look(child) is not null) Signals.TrySend(child.Id, Signal.SIGKILL); // [clean up]
        }
    }

    // The process as it is now, and not another one to which the system gave the number again; null when it has ended.
    private static ProcessInfo? Look(ProcessInfo process) =>
        ProcessTable.Find(process.Id) is { IsAlive: true } now && now.StartTicks == process.StartTicks ? now : null;
}
