using System.Diagnostics;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.RunningCommands;

[Exercise(507, "subprocess", "Run a command", Points = 25, Needs = Needs.ProcFileSystem,
    Small = "--size 100 --timeout 100ms --grace 20ms --patience 20ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("kilobytes that a program writes into each of its outputs", 66, 100_000)] int size = 1_000,
        [Option("when a program that takes too long is killed", 1, 60_000)] int timeoutMs = 500,
        [Option("how long to wait for others that hold the outputs open", 0, 60_000)] int graceMs = 300,
        [Option("with --broken: how long nothing must come before we look why", 1, 60_000)] int patienceMs = 300,
        [Option("read the outputs one after the other")] bool broken = false)
    {
        if (broken)
        {
            Stuck(stage, size, patienceMs);
            return;
        }
        var survivor = $"sleep 600.{Environment.ProcessId}"; // a command line that no other program has
        try { Scenes(stage, size, TimeSpan.FromMilliseconds(timeoutMs), TimeSpan.FromMilliseconds(graceMs), survivor); }
        finally { End(survivor); } // we know of it, and may have been interrupted before its end
    }

    private static void Scenes(Stage stage, int size, TimeSpan timeout, TimeSpan grace, string survivor)
    {
        List<string[]> rows = [];
        CommandResult Play(string what, CommandRunner runner)
        {
            var clock = Stopwatch.StartNew();
            var result = runner.Run(stage.Cancel); // [run]
            var remark = (result.TimedOut, result.OutputOutlivedIt) switch
            {
                (true, _) => "timed out, killed",
                (_, true) => "its output has outlived it",
                _ => "",
            };
            rows.Add([what, $"{result.ExitCode}", Size(result.Output), Size(result.Errors), $"{clock.ElapsedMilliseconds}",
                remark]);
            return result;
        }

        var fill = $"head -c {size}000 /dev/zero";
        Play("fills both outputs, errors first", Shell($"{fill} >&2; {fill}"));
        var numbers = string.Join('\n', Enumerable.Range(1, 20_000).Reverse()) + "\n";
        var sorted = Play("sorts its input", new CommandRunner("sort", "-n") { Input = numbers });
        Play("reads one byte of it", new CommandRunner("head", "-c", "1") { Input = numbers });
        var argument = "a  b; echo $HOME *";
        var echoed = Play("prints its argument", new CommandRunner("printf", "%s", argument));
        Play("returns 3", Shell("echo 'not today' >&2; exit 3"));
        Play("is killed by signal 9", Shell("kill -9 $$"));
        // Its id, and those of two that it starts: the output up to the timeout is ours.
        var slow = Play("sleeps, with two below it", Shell($"{survivor} & a=$!; {survivor} & echo $$ $a $!; wait", timeout));
        var left = Play("leaves one running", Shell($"{survivor} & echo $!", grace: grace));

        stage.Table("run, captured, ended", ["the program", "exit code", "output", "errors", "ms", ""], rows);
        stage.WriteLine();
        var lines = sorted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        stage.WriteLine($"sorted: {lines.Length} lines, {lines[0]} to {lines[^1]}");
        stage.WriteLine(echoed.Output == argument
            ? $"no shell has read the argument: {echoed.Output}" : $"CHANGED on its way: {argument} became {echoed.Output}");
        var tree = Ids(slow.Output);
        var alive = tree.Where(id => ProcessTable.Find(id) is { IsAlive: true, Name: "sh" or "sleep" }).ToList();
        stage.WriteLine($"the tree that took too long: processes {string.Join(", ", tree)}; alive: {alive.Count}");
        foreach (var id in Ids(left.Output)) // what a program leaves running is nobody's to end but who knows of it
        {
            var state = ProcessTable.Find(id)?.StateName ?? "gone";
            if (ProcessTable.Find(id) is { Name: "sleep" }) Signals.TrySend(id, Signal.SIGKILL);
            stage.WriteLine($"left running: process {id}, {state}; ended now");
        }
    }

    // Ctrl+C ends a shell, but not what it has put in the background. Again until nobody is left: a shell that is just being killed may
    // have started one more.
    private static void End(string survivor)
    {
        bool IsOurs(ProcessInfo process) => process.IsAlive && process.CommandLine.Contains(survivor, StringComparison.Ordinal);
        while (ProcessTable.Read().All.Where(IsOurs).ToList() is { Count: > 0 } left)
            left.ForEach(process => Signals.TrySend(process.Id, Signal.SIGKILL));
    }

    private static void Stuck(Stage stage, int size, int patienceMs)
    {
        using var stuck = new ReadsOneAfterTheOther("/bin/sh", "-c", $"head -c {size}000 /dev/zero >&2; echo done");
        stage.WriteLine($"process {stuck.Id} writes {size}000 bytes of errors, then a line of output; we read the output first");
        while (!stuck.Wait(TimeSpan.FromMilliseconds(patienceMs), stage.Cancel)) // [patience]
        {
            // The shell waits for its head; head waits in write(2), for room.
            var writer = ProcessTable.Read().DescendantsOf(stuck.Id).FirstOrDefault(process => process.Name == "head");
            if (writer is not { State: 'S' }) continue; // not there yet
            stage.WriteLine($"STUCK: no end of output for {patienceMs} ms; process {writer.Id} ({writer.Name}) is "
                + $"{writer.StateName}, waiting for room in the pipe of the errors");
            break;
        }
        var (output, errors, exitCode) = stuck.Rescue();
        stage.WriteLine($"somebody else reads the errors: {errors} bytes; then output comes, {output} bytes, "
            + $"and exit code {exitCode}");
    }

    private static CommandRunner Shell(string line, TimeSpan? timeout = null, TimeSpan? grace = null) =>
        new("/bin/sh", "-c", line)
        {
            Timeout = timeout ?? Timeout.InfiniteTimeSpan,
            Grace = grace ?? TimeSpan.FromSeconds(30),
        };

    private static List<int> Ids(string output) =>
        [.. output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static string Size(string text) => text.Length == 0 ? "" : text.Length < 30 && !text.Contains('\0') ? text.Trim()
        : $"{text.Length:N0} bytes";
}
