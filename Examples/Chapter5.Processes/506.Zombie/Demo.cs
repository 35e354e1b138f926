// this program                          a child: sh -c 'exit 3'
//   starts it                             runs, returns 3
//   looks: Z <------- the kernel keeps:   pid, name, exit code       no memory, no files, no thread that could run
//   kills it: still Z
//   reaps it -------> gone
//
// .NET reaps every child that it starts, and so do the other types of our library. UnreapedProcess does not, which is its whole
// point.

using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Undead;

[Exercise(506, "zombie", "Zombie", Needs = Needs.ProcFileSystem, Small = "--count 2 --stay 10ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how many more zombies, all at once", 1, 1_000)] int count = 4,
        [Option("how long they stay", 1, 60_000)] int stayMs = 500)
    {
        One(stage, stayMs);
        stage.WriteLine();
        Many(stage, count, stayMs);
        stage.WriteLine();
        stage.Table("two parents that do not reap, and watch /proc until nothing changes any more",
            ["SIGCHLD", "states seen", "in the end", "exit code"],
            [Row("left alone", Watch(stage, ignores: false)), Row("ignored", Watch(stage, ignores: true))]);
    }

    private static void One(Stage stage, int stayMs)
    {
        List<string[]> rows = [];
        using var child = UnreapedProcess.Start(new Command("/bin/sh", "-c", "exit 3")); // [start]
        void Look(string what)
        {
            var row = child.Look(); // [look] /proc/<pid>/stat, now
            rows.Add(row is null ? [what, "none", "", "", "", ""] : [what, $"{row.State}", row.StateName, row.CommandLine,
                $"{row.ResidentBytes / 1024}", $"{row.ParentId}"]);
        }

        child.WaitForEnd(Timeout.InfiniteTimeSpan, stage.Cancel);
        Look("has ended");
        stage.Sleep(stayMs);
        Look($"{stayMs} ms later");
        Signals.Send(child.Id, Signal.SIGKILL); // [kill] no error, and no effect
        Look("after kill -9");
        var status = child.Reap(); // [reap]
        Look("reaped");
        stage.Table($"process {child.Id}, a child of {Environment.ProcessId}",
            ["", "state", "", "command", "memory KB", "parent"], rows);
        stage.WriteLine($"what it was kept for: {status}");
    }

    private static void Many(Stage stage, int count, int stayMs)
    {
        List<UnreapedProcess> children = [];
        try
        {
            for (var i = 0; i < count; i++) children.Add(UnreapedProcess.Start(new Command("/bin/sh", "-c", $"exit {i % 10}")));
            children.ForEach(child => child.WaitForEnd(Timeout.InfiniteTimeSpan, stage.Cancel));
            int Zombies() => children.Count(child => child.Look() is { IsZombie: true });
            var before = Zombies();
            stage.Sleep(stayMs); // [many] ps shows them from another terminal
            var codes = children.Select(child => child.Reap()).ToList();
            stage.WriteLine($"{count} children have ended: {before} zombies; "
                + $"reaped, with exit codes {string.Join(" ", codes.Take(10).Select(code => code?.Code))}"
                + $"{(count > 10 ? " ..." : "")}: {Zombies()} zombies");
        }
        finally { children.ForEach(child => child.Dispose()); }
    }

    private static Sighting Watch(Stage stage, bool ignores)
    {
        // In a process of its own: whoever ignores SIGCHLD ignores it for all of its children, and .NET has some of its own to
        // reap.
        var options = new ChildOptions { IgnoreInterrupt = true }; // Ctrl+C is for us: we end it
        using var parent = ChildProcess.Start(Parent.WatchAChild, ignores, options); // [parent]
        using var stop = stage.Cancel.Register(parent.KillTree); // its child may stand still, and would do so for ever
        try { return parent.Result(); }
        catch (ChildDiedException) when (stage.Cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(stage.Cancel);
        }
    }

    private static string[] Row(string signal, Sighting seen) => [signal, string.Join(" > ", seen.States.ToCharArray()),
        seen.States.EndsWith('Z') ? "a zombie, until it was reaped" : "gone, without anybody having asked",
        seen.ExitCode is { } code ? $"{code}" : "not kept"];
}
