using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.StartAndJoin;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class StartAndJoinTests
{
    [Fact]
    public void Every_thread_starts_ends_and_is_joined()
    {
        var lines = Output(threads: 7, delayMs: 20);
        for (var number = 1; number <= 7; number++)
        {
            var way = number % 2 == 1 ? "position" : "name";
            Assert.Single(lines, line => line.EndsWith($" s  T{number} started, arguments by {way}", StringComparison.Ordinal));
            Assert.Single(lines, line => line.EndsWith($" s  T{number} ends", StringComparison.Ordinal));
        }
        var lastEnd = lines.FindLastIndex(line => line.EndsWith(" ends", StringComparison.Ordinal));
        var goesOn = lines.FindIndex(line => line.StartsWith("main goes on: 7 threads worked ", StringComparison.Ordinal));
        Assert.True(goesOn > lastEnd, string.Join('\n', lines));
    }

    [Fact]
    public void The_threads_work_at_least_as_long_as_they_were_told()
    {
        var goesOn = Output(threads: 4, delayMs: 50).Single(line => line.StartsWith("main goes on", StringComparison.Ordinal));
        var worked = double.Parse(Regex.Match(goesOn, @"worked ([\d.]+) s").Groups[1].Value);
        Assert.InRange(worked, 4 * 0.049, 10); // a sleep may end up to a tick of the timer early
    }

    [Fact]
    public void The_results_stand_in_the_order_of_the_jobs()
    {
        var lines = Output(threads: 4, delayMs: 80);
        Assert.Equal(["  T1 carried 60 ms", "  T2 carried 40 ms", "  T3 carried 20 ms", "  T4 carried 0 ms"], lines[^4..]);
        var order = lines[^5]["they ended in this order: ".Length..].Split(' ');
        Assert.Equal(["T1", "T2", "T3", "T4"], order.Order());
    }

    [Fact]
    public void A_failure_reaches_main_with_its_name_and_its_stack_and_the_others_end()
    {
        var lines = Output(threads: 4, delayMs: 5, fail: "3");
        var heard = lines.FindIndex(line =>
            line.EndsWith("main hears of T3 at its Join: InvalidOperationException", StringComparison.Ordinal));
        Assert.True(heard > 0, string.Join('\n', lines));
        Assert.Equal("T3 failed: T3 dropped what it carried", lines[heard + 1].Trim());
        Assert.Matches(@"^at Demo\.cs:\d+, Drop$", lines[heard + 2].Trim());
        foreach (var name in (string[])["T1", "T2", "T4"])
            Assert.Single(lines, line => line.EndsWith($" s  {name} ends", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.EndsWith("T3 ends", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("main goes on", StringComparison.Ordinal));
        Assert.Equal("1 of 4 jobs failed (T3 failed: T3 dropped what it carried)", lines[^1]);
    }

    [Fact]
    public void Every_failure_is_told_not_only_the_first()
    {
        var lines = Output(threads: 5, delayMs: 1, fail: "5, 2");
        Assert.Equal(2, lines.Count(line => line.Contains("main hears of ")));
        Assert.Equal("2 of 5 jobs failed (T2 failed: T2 dropped what it carried) (T5 failed: T5 dropped what it carried)",
            lines[^1]);
        var well = lines[^2]["all have ended, these well: ".Length..].Split(' ');
        Assert.Equal(["T1", "T3", "T4"], well.Order());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("1,9")]
    public void A_thread_that_does_not_exist_cannot_fail(string fail)
    {
        var refusal = Assert.Throws<BadOptionException>(() => Output(threads: 3, delayMs: 0, fail));
        Assert.Equal("--fail", refusal.Option);
    }

    [SkippableTheory]
    [InlineData("T97 started", 60_000)] // while the bare threads work
    [InlineData("now as jobs", 30)]     // while the jobs do
    public void A_cancelled_run_ends_and_leaves_no_thread(string atLine, int delayMs)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads the names of the threads below /proc");
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter(atLine, cancel);
        var stage = new Stage(output, cancel: cancel.Token);
        var run = WorkerThread.Start("cancelled 101", () => Demo.Run(stage, threads: 97, delayMs));
        var failure = Assert.Throws<WorkerFailedException>(() => run.Join(TimeSpan.FromSeconds(10)));
        Assert.IsType<OperationCanceledException>(failure.InnerException);
        LiveThreads.AssertNoneNamed(name => name is "T95" or "T96" or "T97"); // which nobody else has so many of
    }

    private static List<string> Output(int threads, int delayMs, string fail = "")
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), threads, delayMs, fail);
        return [.. output.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n')];
    }
}
