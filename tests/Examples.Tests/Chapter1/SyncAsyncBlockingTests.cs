using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.SyncAsyncBlocking;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class SyncAsyncBlockingTests
{
    private const int Jobs = 3, DeviceMs = 80;

    [Fact]
    public void Synchronous_and_blocking_the_caller_gets_nothing_done()
    {
        var way = Measure(Submission.Synchronous, Execution.Blocking);
        Assert.Equal((0, 0), (way.Lines, way.Asked));
        AssertOneAfterAnother(way);
    }

    [Fact]
    public void Synchronous_and_non_blocking_the_caller_counts_a_line_for_each_not_yet()
    {
        var way = Measure(Submission.Synchronous, Execution.NonBlocking);
        Assert.True(way.Asked > 0);
        Assert.Equal(way.Asked, way.Lines);
        AssertOneAfterAnother(way);
    }

    [Fact]
    public void Asynchronous_and_blocking_nobody_asks_and_the_caller_counts()
    {
        var way = Measure(Submission.Asynchronous, Execution.Blocking);
        Assert.Equal(0, way.Asked);
        Assert.True(way.Lines > 0);
        Assert.True(way.Elapsed >= TimeSpan.FromMilliseconds(DeviceMs - 1) && way.LastHandedIn < way.Elapsed);
    }

    [Fact]
    public void Asynchronous_and_non_blocking_the_threads_ask_and_the_caller_counts()
    {
        var way = Measure(Submission.Asynchronous, Execution.NonBlocking);
        Assert.True(way.Asked > 0 && way.Lines > 0);
        Assert.True(way.Elapsed >= TimeSpan.FromMilliseconds(DeviceMs - 1) && way.LastHandedIn < way.Elapsed);
    }

    [SkippableTheory]
    [InlineData(Execution.Blocking)]
    [InlineData(Execution.NonBlocking)]
    public void Asynchronous_jobs_are_all_under_way_at_once_and_end_on_Ctrl_C(Execution execution)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads the names of the threads below /proc");
        using var cancel = new CancellationTokenSource();
        var experiment = new Experiment(new Stage(new StringWriter(), cancel: cancel.Token), jobs: 3, deviceMs: 60_000);
        var run = WorkerThread.Start("cancelled 108", () => experiment.Measure(Submission.Asynchronous, execution));
        Assert.True(SpinWait.SpinUntil(() => LiveThreads.CountNamed(IsJob) == 3, TimeSpan.FromSeconds(10)));
        cancel.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => run.Join(TimeSpan.FromSeconds(10)));
        Assert.Equal(3, Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions.Count);
        LiveThreads.AssertNoneNamed(IsJob);
    }

    [Theory]
    [InlineData(Execution.Blocking)]
    [InlineData(Execution.NonBlocking)]
    public void A_synchronous_job_ends_on_Ctrl_C(Execution execution)
    {
        using var cancel = new CancellationTokenSource();
        var experiment = new Experiment(new Stage(new StringWriter(), cancel: cancel.Token), jobs: 1, deviceMs: 60_000);
        var run = WorkerThread.Start("cancelled 108", () => experiment.Measure(Submission.Synchronous, execution));
        cancel.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => run.Join(TimeSpan.FromSeconds(10)));
        Assert.IsType<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void The_demo_shows_the_four_ways_twice_with_the_same_figures()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), jobs: 2, deviceMs: 30);
        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n');

        var cells = lines.SelectMany(line => Regex.Matches(line, @"([\d.]+ s), ([\d,]+) lines"))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));
        var rows = lines.Select(line => Regex.Split(line.Trim(), "  +"))
            .Where(row => row.Length == 7 && row[0].EndsWith("synchronous", StringComparison.Ordinal)).ToList();

        Assert.Equal(["synchronous blocking", "synchronous non-blocking", "asynchronous blocking", "asynchronous non-blocking"],
            rows.Select(row => $"{row[0]} {row[1]}"));
        Assert.Equal(rows.Select(row => (row[3], row[5])), cells);
    }

    private static bool IsJob(string name) => Regex.IsMatch(name, @"^job [123]$");

    private static Outcome Measure(Submission submission, Execution execution) =>
        new Experiment(new Stage(new StringWriter()), Jobs, DeviceMs).Measure(submission, execution);

    // A millisecond less for each, since the clock of the device and that of the measurement are rounded apart.
    private static void AssertOneAfterAnother(Outcome way)
    {
        Assert.True(way.LastHandedIn >= TimeSpan.FromMilliseconds((Jobs - 1) * (DeviceMs - 1)));
        Assert.True(way.Elapsed >= TimeSpan.FromMilliseconds(Jobs * (DeviceMs - 1)));
    }
}
