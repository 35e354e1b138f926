using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.PoliteEnds;
using Workbook.Examples.Tests.Chapter5;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class SignalsTests
{
    private static string Output(int pieceMs, int burst)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), pieceMs, burst);
        return output.ToString();
    }

    // What happened in one scene: "> SIGTERM" was sent, "SIGTERM: will stop" was said.
    private static List<string> Steps(string output, string title)
    {
        var scene = output[output.IndexOf(title, StringComparison.Ordinal)..];
        return [.. Regex.Matches(scene[..scene.IndexOf("\n\n", StringComparison.Ordinal)], @"(?m)^ +\d+  (SIG\w+$)? *(.*)$")
            .Select(match => match.Groups[1].Success ? $"> {match.Groups[1].Value}" : match.Groups[2].Value)];
    }

    [Fact]
    public void What_was_sent_was_told_and_the_stop_is_between_two_pieces()
    {
        var output = Output(pieceMs: 20, burst: 7);

        var steps = Steps(output, "handlers, and a graceful stop");
        Assert.Equal(["ready", "> SIGUSR1", "SIGUSR1: hello", "> SIGUSR2", "SIGCHLD: a child of mine has ended", "> SIGHUP",
            "begins piece 1", "finishes piece 1", "begins piece 2", "> SIGTERM"], steps.Take(10));
        Assert.Contains("SIGTERM: will stop", steps.Skip(10));
        Assert.Equal(["tidies up", "(exit code 0)"], steps.TakeLast(2));
        Assert.Matches(@"pieces: (\d+) begun, \1 finished, so it stopped between two\n", output);

        Assert.Equal(["ready", "> SIGHUP", "begins piece 1", "> SIGINT", "SIGINT: will stop", "> SIGINT",
            "SIGINT again: ends at once", "(exit code 130)"], Steps(output, "Ctrl+C twice"));
        Assert.Contains("pieces: 1 begun, 0 finished\n", output);

        var burst = Steps(output, "a burst while it is stopped");
        Assert.Equal(["ready", "> SIGSTOP", "(all its threads are stopped)", .. Enumerable.Repeat("> SIGUSR1", 7), "> SIGCONT",
            "SIGUSR1: hello"], burst.Take(12));
        Assert.Contains("SIGUSR1: sent 7, delivered 1\n", output);

        Assert.Matches(@"SIGCHLD, then SIGINT +killed by SIGINT\n", output);
        foreach (var signal in new[] { "SIGUSR1", "SIGTERM", "SIGKILL" }) Assert.Matches($@"{signal} +killed by {signal}\n", output);
        Assert.Contains("a handler for SIGKILL: refused: ", output);
    }

    [Fact]
    public void A_burst_is_delivered_once_every_time()
    {
        for (var i = 0; i < 3; i++) Assert.Contains("SIGUSR1: sent 50, delivered 1\n", Output(pieceMs: 1, burst: 50));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", "--burst 0: must be 1 to 1000\n"), world.Run("run", "610", "--burst", "0"));
    }

    [Fact]
    public void Ctrl_C_ends_the_demo_and_its_child() =>
        WorkbookProcess.Interrupt(below => below.Any(process => process.Threads > 3), "run", "610", "--piece", "60s");
}
