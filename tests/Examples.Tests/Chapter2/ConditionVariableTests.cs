using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.BoundedBuffers;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class ConditionVariableTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static bool Sleeps(WorkerThread worker) =>
        SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound);

    private static string Played(Action<Stage> play)
    {
        var output = new StringWriter();
        play(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public async Task The_stolen_item_is_lost_with_if() =>
        await Verify(Played(stage => StolenItem.Play(stage, looksAgain: false)));

    [Fact]
    public async Task The_stolen_item_is_not_lost_with_while() =>
        await Verify(Played(stage => StolenItem.Play(stage, looksAgain: true)));

    [Fact]
    public async Task A_signal_to_the_wrong_waiter_leaves_all_asleep() =>
        await Verify(Played(stage => WrongWaiter.Play(stage, WakeStyle.OneConditionSignal, patienceMs: 20)));

    [Fact]
    public void A_broadcast_on_the_shared_condition_leaves_nobody_asleep()
    {
        for (var i = 0; i < 20; i++)
            Assert.EndsWith(
                "all four are done; left behind: 0 [-]",
                Played(stage => WrongWaiter.Play(stage, WakeStyle.OneConditionBroadcast, patienceMs: 20)));
    }

    [Fact]
    public void The_failures_come_every_time()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("LOST: B", Played(stage => StolenItem.Play(stage, looksAgain: false)));
            Assert.EndsWith("nothing lost", Played(stage => StolenItem.Play(stage, looksAgain: true)));
            Assert.Contains(
                "ALL ASLEEP: C2 and P2", Played(stage => WrongWaiter.Play(stage, WakeStyle.OneConditionSignal, patienceMs: 5)));
        }
    }

    [Fact]
    public void Run_loses_nothing_in_the_long_run_and_counts_the_wake_ups()
    {
        var lines =
            Played(stage => Demo.Run(stage, items: 301, pairs: 3, capacity: 2, pauseMs: 0, patienceMs: 10))
            .Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("301 items put, 301 taken: 0 lost, 0 taken twice", lines);
        foreach (var variant in new[] { "two, Signal", "one, Broadcast" })
        {
            var row = Regex.Match(lines.Single(line => line.StartsWith(variant)), @"(\d+)\s+(\d+)\s+([\d.]+)\s+(\d+)$");
            var (wakeUps, useless) = (int.Parse(row.Groups[1].Value), int.Parse(row.Groups[2].Value));
            Assert.InRange(useless, 0, wakeUps);
            Assert.Equal($"{wakeUps / 301.0:F2}", row.Groups[3].Value);
            if (variant == "two, Signal") Assert.InRange(wakeUps, 0, 602); // each put and each take wakes one at most
        }
    }

    [Fact]
    public void Run_that_is_interrupted_in_the_long_run_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var done = new OneShotLatch();
        var output = new CueWriter("all four are done", done);
        var main =
            WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), items: 1_000_000, patienceMs: 5));
        Assert.True(done.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        var thrown = failure.InnerException is AggregateException perThread
            ? perThread.InnerExceptions.Select(thread => thread.InnerException) // all joined, so all gone
            : [failure.InnerException]; // the cue came before the threads were started, and so did the interrupt
        Assert.All(thrown, one => Assert.IsAssignableFrom<OperationCanceledException>(one));
    }

    [Fact]
    public void Run_that_is_interrupted_while_all_sleep_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var done = new OneShotLatch();
        var output = new CueWriter("nothing lost", done); // then comes the wrong waiter, with a long patience
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), patienceMs: 10_000));
        Assert.True(done.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        var thrown = failure.InnerException is AggregateException perThread
            ? perThread.InnerExceptions.Select(thread => thread.InnerException) // all joined, so all gone
            : [failure.InnerException]; // the cue came before the threads were started, and so did the interrupt
        Assert.All(thrown, one => Assert.IsAssignableFrom<OperationCanceledException>(one));
    }

    [Fact]
    public void A_buffer_gives_back_what_was_put_in_order_around_the_end_of_the_ring()
    {
        var buffer = new BoundedBuffer<int>(2);
        for (var i = 0; i < 5; i++)
        {
            buffer.Put(i);
            buffer.Put(-i);
            Assert.Equal(2, buffer.Count);
            Assert.Equal(i, buffer.Take());
            Assert.Equal(-i, buffer.Take());
            Assert.Equal(0, buffer.Count);
        }
    }

    [Fact]
    public void A_buffer_without_slots_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedBuffer<int>(0));

    [Fact]
    public void A_cancelled_put_adds_nothing_and_a_cancelled_take_removes_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        var buffer = new BoundedBuffer<int>(1);
        Assert.ThrowsAny<OperationCanceledException>(() => buffer.Take(cancelled));
        buffer.Put(1, cancelled); // no wait is needed
        Assert.ThrowsAny<OperationCanceledException>(() => buffer.Put(2, cancelled));
        Assert.Equal(1, buffer.Take(cancelled));
        Assert.Equal(0, buffer.Count);
    }

    [Fact]
    public void Two_puts_in_a_row_wake_two_consumers()
    {
        var buffer = new BoundedBuffer<int>(2);
        var got = new int[2];
        List<WorkerThread> consumers =
            [.. Enumerable.Range(0, 2).Select(k => WorkerThread.Start($"consumer {k}", () => got[k] = buffer.Take()))];
        Assert.All(consumers, consumer => Assert.True(Sleeps(consumer)));
        buffer.Put(1);
        buffer.Put(2);
        Assert.All(consumers, consumer => Assert.True(consumer.Join(_bound)));
        Assert.Equal([1, 2], got.Order());
    }

    [Fact]
    public void A_take_wakes_a_producer_that_waits_for_room()
    {
        var buffer = new BoundedBuffer<int>(1);
        buffer.Put(1);
        var producer = WorkerThread.Start("producer", () => buffer.Put(2));
        Assert.True(Sleeps(producer));
        Assert.Equal(1, buffer.Take());
        Assert.True(producer.Join(_bound));
        Assert.Equal(2, buffer.Take());
    }

    [Fact]
    public void Items_of_one_producer_stay_in_order()
    {
        var buffer = new BoundedBuffer<int>(3);
        var producer = WorkerThread.Start("producer", () => { for (var i = 0; i < 2_000; i++) buffer.Put(i); });
        for (var i = 0; i < 2_000; i++) Assert.Equal(i, buffer.Take());
        Assert.True(producer.Join(_bound));
    }
}
