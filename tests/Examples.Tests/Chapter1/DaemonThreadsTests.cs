using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter5;
using Workbook.Examples.Threads.DaemonThreads;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class DaemonThreadsTests
{
    [Fact]
    public void The_foreground_work_is_finished_and_the_background_work_cut_off()
    {
        // The background thread would need 100 s; the foreground one needs 60 ms, and main less.
        var (alone, both) = Rows(Output(foreground: 3, background: 1000, stepMs: 20, mainMs: 10));

        Assert.Equal("3 of 3 steps, tidied up", both.Foreground);
        Assert.Matches(@"^\d{1,3} of 1000 steps, cut off$", both.Background);
        Assert.True(both.MainReturned <= both.Ended && both.Ended >= 0.05);

        Assert.Equal("-", alone.Foreground);
        Assert.Matches(@"^\d{1,3} of 1000 steps, cut off$", alone.Background);
        Assert.True(alone.MainReturned <= alone.Ended);
    }

    [Fact]
    public void The_table_says_what_the_lines_say()
    {
        var output = Output(foreground: 0, background: 1000, stepMs: 20, mainMs: 100);
        var steps = Regex.Matches(output, @"(?m) s +background (\d+)$")
            .Select(match => int.Parse(match.Groups[1].Value)).ToList();
        Assert.Equal(Enumerable.Range(1, steps.Count), steps);
        Assert.Contains($" {steps.Count} of 1000 steps, cut off", output);
        Assert.DoesNotContain("tidies up", output);
        Assert.Single(Regex.Matches(output, "main returns"));
    }

    [Fact]
    public void Background_work_that_is_done_in_time_is_not_cut_off()
    {
        var (_, both) = Rows(Output(foreground: 50, background: 1, stepMs: 10, mainMs: 0));
        Assert.Equal("50 of 50 steps, tidied up", both.Foreground);
        Assert.Equal("1 of 1 steps, tidied up", both.Background);
    }

    [Fact]
    public void A_cancelled_run_kills_the_child()
    {
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("main begins", cancel);
        var run = WorkerThread.Start("cancelled 103", () =>
            Demo.Run(new Stage(output, cancel: cancel.Token), foreground: 50, background: 1000, stepMs: 1000, mainMs: 10_000));
        var failure = Assert.Throws<WorkerFailedException>(() => run.Join(TimeSpan.FromSeconds(30)));
        Assert.IsType<OperationCanceledException>(failure.InnerException);
        AssertIsGone(int.Parse(Regex.Match(output.ToString(), @"^process (\d+)").Groups[1].Value));
    }

    [Fact]
    public void The_child_can_be_run_alone_and_prints_its_raw_lines()
    {
        var run = WorkbookProcess.Run("run", "103", "--child",
            "--foreground", "2", "--background", "1000", "--step", "20ms", "--main", "1ms");
        Assert.Equal((0, ""), (run.Status.Code, run.Error));
        var lines = run.Output.TrimEnd().Split('\n').Select(line => Regex.Replace(line, @"^\d+ ", "")).ToList();
        Assert.Equal(["main begins", "main returns", "foreground 1", "foreground 2", "foreground tidies up"],
            lines.Where(line => !line.StartsWith("background")).OrderByDescending(line => line.StartsWith("main")));
        Assert.DoesNotContain("background tidies up", lines);
    }

    [Theory]
    [InlineData("progress is not recorded")]
    [InlineData("12 nobody 3")]
    [InlineData("soon main returns")]
    public void A_line_that_is_no_event_is_refused(string line) =>
        Assert.Throws<FormatException>(() => new Report(foreground: 1, background: 1).Add(line));

    private static void AssertIsGone(int process)
    {
        try
        {
            using var child = Process.GetProcessById(process);
            Assert.True(child.HasExited, $"process {process} still runs");
        }
        catch (ArgumentException) { } // no such process
    }

    private static string Output(int foreground, int background, int stepMs, int mainMs)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), foreground, background, stepMs, mainMs);
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static (Row Alone, Row Both) Rows(string text) => (ReadRow(text, "background only"), ReadRow(text, "both"));

    private static Row ReadRow(string text, string process)
    {
        var line = text.Split('\n').Single(line => line.StartsWith($"  {process} ", StringComparison.Ordinal));
        var cells = Regex.Split(line.Trim(), "  +");
        double Seconds(string cell) => double.Parse(cell.Split(' ')[0], CultureInfo.InvariantCulture);
        return new Row(Seconds(cells[1]), Seconds(cells[2]), cells[3], cells[4]);
    }

    private sealed record Row(double MainReturned, double Ended, string Foreground, string Background);
}
