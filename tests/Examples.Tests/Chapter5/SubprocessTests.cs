using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.RunningCommands;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class SubprocessTests
{
    private static int _marks;

    private static string Output(Action<Stage> play)
    {
        var output = new StringWriter { NewLine = "\n" };
        play(new Stage(output));
        return output.ToString();
    }

    private static CommandRunner Shell(string line, double timeout = 60, double grace = 60, string input = "") =>
        new("/bin/sh", "-c", line) { Timeout = TimeSpan.FromSeconds(timeout), Grace = TimeSpan.FromSeconds(grace), Input = input };

    // A sleep that no other test has, so that it can be found below others.
    private static string Mark() => $"sleep 87654.{Environment.ProcessId}{Interlocked.Increment(ref _marks):000}";

    private static List<ProcessInfo> Running(string mark) =>
        [.. ProcessTable.Read().All.Where(process => process.IsAlive && process.CommandLine == mark)];

    private static void AssertGone(string mark) =>
        Assert.True(SpinWait.SpinUntil(() => Running(mark).Count == 0, TimeSpan.FromSeconds(60)), $"'{mark}' is left");

    [Fact]
    public void The_run_shows_each_program_as_it_was()
    {
        var output = Output(stage => Demo.Run(stage, size: 200, timeoutMs: 2_000, graceMs: 50));
        Assert.Matches(@"fills both outputs, errors first +0  200,000 bytes +200,000 bytes +\d+\n", output);
        Assert.Matches(@"sorts its input +0  108,894 bytes +\d+\n", output);
        Assert.Matches(@"reads one byte of it +0  2 +\d+\n", output);
        Assert.Matches(@"returns 3 +3 +not today +\d+\n", output);
        Assert.Matches(@"is killed by signal 9 +137 +\d+\n", output);
        Assert.Matches(@"sleeps, with two below it +137  \d+ \d+ \d+ +\d+  timed out, killed\n", output);
        Assert.Matches(@"leaves one running +0  \d+ +\d+  its output has outlived it\n", output);
        Assert.Contains("sorted: 20000 lines, 1 to 20000\n", output);
        Assert.Contains("no shell has read the argument: a  b; echo $HOME *\n", output);
        Assert.Matches(@"the tree that took too long: processes \d+, \d+, \d+; alive: 0\n", output);
        var left = Regex.Match(output, @"left running: process (\d+), sleeping; ended now\n");
        Assert.True(left.Success);
        var id = int.Parse(left.Groups[1].Value);
        Assert.True(SpinWait.SpinUntil(() => ProcessTable.Find(id) is not { IsAlive: true, Name: "sleep" }, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Broken_is_stuck_every_time_and_comes_to_an_end()
    {
        for (var i = 0; i < 5; i++)
        {
            var output = Output(stage => Demo.Run(stage, size: 66, patienceMs: 20, broken: true));
            Assert.Matches(@"STUCK: no end of output for 20 ms; process \d+ \(head\) is sleeping, waiting for room", output);
            Assert.Contains("66000 bytes; then output comes, 5 bytes, and exit code 0\n", output);
        }
    }

    [Fact]
    public void Broken_that_is_cancelled_leaves_no_process()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var output = new StringWriter { NewLine = "\n" };
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(output, cancel: cancelled.Token), broken: true));
        var id = int.Parse(Regex.Match(output.ToString(), @"process (\d+)").Groups[1].Value);
        Assert.Null(ProcessTable.Find(id) is { Name: "sh" or "head" } still && still.ParentId == Environment.ProcessId ? still : null);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", "--size 65: must be 66 to 100000\n"), world.Run("run", "507", "--size", "65"));
        Assert.Equal(2, world.Run("run", "507", "--timeout", "0ms").ExitCode);
    }

    [Fact]
    public void Ctrl_C_ends_the_run_and_what_it_has_started() => WorkbookProcess.Interrupt(
        below => below.Count(process => process.Name == "sleep") == 2, "run", "507", "--size", "66", "--timeout", "60s");

    [Fact]
    public void A_run_that_is_cancelled_during_the_grace_leaves_nothing_running()
    {
        using var cancel = new CancellationTokenSource();
        var survivor = $"sleep 600.{Environment.ProcessId}";
        var run = Workbook.Concurrency.Threads.WorkerThread.Start("run", () => Assert.ThrowsAny<OperationCanceledException>(() =>
            Demo.Run(new Stage(new StringWriter(), cancel: cancel.Token), size: 66, timeoutMs: 100, graceMs: 60_000)));
        Assert.True(SpinWait.SpinUntil(() => Running(survivor).Count == 1, TimeSpan.FromSeconds(60)));
        cancel.Cancel();
        Assert.True(run.Join(TimeSpan.FromSeconds(60)));
        AssertGone(survivor);
    }

    [Theory]
    [InlineData("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero")]
    [InlineData("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2")]
    public void A_full_pipe_on_both_outputs_is_no_deadlock(string line)
    {
        var result = Shell(line).Run();
        Assert.Equal((300_000, 300_000, 0), (result.Output.Length, result.Errors.Length, result.ExitCode));
        Assert.False(result.TimedOut || result.OutputOutlivedIt);
    }

    [Fact]
    public void Input_goes_through_whole_and_need_not_be_read()
    {
        var text = string.Concat(Enumerable.Repeat("grüße\n", 100_000));
        Assert.Equal(text, Shell("cat", input: text).Run().Output);
        Assert.Equal(0, Shell("true", input: text).Run().ExitCode);
        Assert.Equal("", Shell("cat").Run().Output);
    }

    [Fact]
    public void Arguments_arrive_as_they_are()
    {
        string[] arguments = ["a b", "", "*", "$HOME", "\"", "it's", "ü"];
        Assert.Equal(string.Concat(arguments.Select(argument => $"[{argument}]")),
            new CommandRunner("printf", ["[%s]", .. arguments]).Run().Output);
    }

    [Fact]
    public void A_timeout_kills_the_tree_and_keeps_what_was_written()
    {
        var mark = Mark();
        var result = Shell($"echo begun; {mark} & {mark}; :", timeout: 2).Run();
        Assert.Equal((true, "begun\n", 137), (result.TimedOut, result.Output, result.ExitCode));
        AssertGone(mark);
    }

    [Fact]
    public void A_cancellation_kills_the_tree()
    {
        var mark = Mark();
        using var cancel = new CancellationTokenSource();
        var run = Workbook.Concurrency.Threads.WorkerThread.Start("runner", () =>
            Assert.ThrowsAny<OperationCanceledException>(() => Shell($"{mark} & {mark}; :").Run(cancel.Token)));
        Assert.True(SpinWait.SpinUntil(() => Running(mark).Count == 2, TimeSpan.FromSeconds(60)));
        cancel.Cancel();
        Assert.True(run.Join(TimeSpan.FromSeconds(60)));
        AssertGone(mark);
        Assert.ThrowsAny<OperationCanceledException>(() => Shell(mark).Run(cancel.Token)); // already cancelled
        AssertGone(mark);
    }

    [Fact]
    public void Others_that_hold_the_outputs_open_are_waited_for_during_the_grace()
    {
        var late = Shell("(sleep 0.1; echo late) & echo early").Run();
        Assert.Equal(("early\nlate\n", false), (late.Output, late.OutputOutlivedIt));
        var mark = Mark();
        var result = Shell($"echo here; {mark} &", grace: 0.05).Run();
        Assert.Equal(("here\n", true, false), (result.Output, result.OutputOutlivedIt, result.TimedOut)); // and left alone:
        Assert.True(SpinWait.SpinUntil(() => Running(mark).Count == 1, TimeSpan.FromSeconds(60))); // its exec may be still to come
        Signals.Send(Assert.Single(Running(mark)).Id, Signal.SIGKILL);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named() => Assert.Contains("'no-such-program'",
        Assert.Throws<FileNotFoundException>(() => new CommandRunner("no-such-program").Run()).Message);
}
