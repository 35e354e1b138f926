using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.Latches;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class LatchTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static bool Sleeps(WorkerThread worker) =>
        SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound);

    private static string[] Run(int runners, int heats = 2)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), runners, paceMs: 2, heats);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    [Fact]
    public void Run_starts_nobody_before_the_gun_and_shows_the_result_after_the_last_arrival()
    {
        var lines = Run(runners: 6);
        Assert.Equal("6 at the line, 0 have arrived", lines[0]);
        Assert.Contains("6 started, 0 of them before the gun; 0 came in after the result", lines);
        var lastArrival = Array.FindLastIndex(lines, line => line.EndsWith(" is in"));
        Assert.Equal("all are in", lines[lastArrival + 1]);
        Assert.Equal("the result", lines[lastArrival + 2]);
    }

    [Fact]
    public void Run_lists_all_runners_in_the_order_of_their_arrival_with_times_that_agree()
    {
        var lines = Run(runners: 6);
        var arrived = lines.Where(line => line.EndsWith(" is in")).Select(line => line.Split(' ')[0]).ToList();
        var result = lines.Select(line => Regex.Match(line, @"^(\d+) +(r\d+) +(\d+) +([\d.]+)$"))
            .Where(match => match.Success).ToList();
        Assert.Equal(arrived, result.Select(row => row.Groups[2].Value));
        Assert.Equal(Enumerable.Range(1, 6), result.Select(row => int.Parse(row.Groups[1].Value)));
        var times = result.Select(row => double.Parse(row.Groups[4].Value)).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.True(time >= 1.9)); // of a pace of 2 ms, rounded
    }

    [Fact]
    public void Run_measures_starts_with_and_without_a_gun()
    {
        var lines = Run(runners: 4, heats: 3);
        Assert.Contains("from the first start to the last, median of 3 races", lines);
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^with a gun +\S* ?\d+ us$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^each at once +\S* ?\d+ us$"));
    }

    [Fact]
    public void Run_that_is_interrupted_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var ready = new OneShotLatch();
        var output = new CueWriter("at the line", ready);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), 3, paceMs: 10_000));
        Assert.True(ready.Wait(_bound));
        interrupt.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException);
    }

    [Fact]
    public void An_interrupted_race_leaves_no_runner_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var running = new CountDownLatch(3);
        var gone = new CountDownLatch(3);
        var race = new Race(3, hasGun: true, _ =>
        {
            running.CountDown();
            interrupt.Token.WaitHandle.WaitOne();
            gone.CountDown();
            interrupt.Token.ThrowIfCancellationRequested();
        }, interrupt.Token);
        var judge = WorkerThread.Start("judge", () => race.Hold());
        Assert.True(running.Wait(_bound));
        interrupt.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => judge.Join(_bound)).InnerException);
        Assert.True(gone.IsOpen, "the judge left before the runners");
    }

    [Fact]
    public void A_line_opens_at_zero_and_stays_open()
    {
        var line = new FinishLine(2);
        line.CountDown();
        Assert.Equal(1, line.Count);
        line.CountDown();
        Assert.Equal(0, line.Count);
        line.Wait();
        line.Wait(new CancellationToken(canceled: true)); // no wait is needed
    }

    [Fact]
    public void A_line_for_nobody_is_open_and_one_for_fewer_is_refused()
    {
        new FinishLine(0).Wait();
        Assert.Throws<ArgumentOutOfRangeException>(() => new FinishLine(-1));
    }

    [Fact]
    public void Counting_below_zero_is_refused_and_changes_nothing()
    {
        var line = new FinishLine(1);
        line.CountDown();
        Assert.Throws<InvalidOperationException>(line.CountDown);
        Assert.Equal(0, line.Count);
        line.Wait();
    }

    [Fact]
    public void The_last_count_wakes_all_who_sleep_and_no_count_before_it_any()
    {
        var line = new FinishLine(2);
        List<WorkerThread> judges =
            [.. Enumerable.Range(1, 3).Select(number => WorkerThread.Start($"judge {number}", () => line.Wait()))];
        Assert.All(judges, judge => Assert.True(Sleeps(judge)));
        line.CountDown();
        Assert.All(judges, judge => Assert.False(judge.Join(TimeSpan.FromMilliseconds(5))));
        line.CountDown();
        Assert.All(judges, judge => Assert.True(judge.Join(_bound)));
    }

    [Fact]
    public void A_cancelled_wait_ends_and_the_line_still_works()
    {
        using var cancel = new CancellationTokenSource();
        var line = new FinishLine(1);
        var judge = WorkerThread.Start("judge", () => line.Wait(cancel.Token));
        Assert.True(Sleeps(judge));
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => judge.Join(_bound)).InnerException);
        line.CountDown();
        line.Wait();
    }

    [Fact]
    public void No_wakeup_is_lost_when_the_last_count_and_the_wait_meet()
    {
        for (var i = 0; i < 200; i++)
        {
            var line = new FinishLine(2);
            var written = 0;
            var group = new ThreadGroup();
            group.Start("runner 1", line.CountDown);
            group.Start("runner 2", () => { written = 1; line.CountDown(); });
            group.Start("judge", () => { line.Wait(); Assert.Equal(1, written); });
            Assert.True(group.Join(_bound));
        }
    }
}
