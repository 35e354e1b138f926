using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.SpinLocks;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class SpinLockTests
{
    private static TimeSpan Bound => TimeSpan.FromSeconds(10);
    private static string[] Locks =>
        ["TestAndSetLock", "TestAndTestAndSetLock", "TicketLock", "QueueLock", "TicketSpinLock"];

    private static List<string> RunDemo(int threads, int rounds, int timeMs = 100, int inside = 1, int outside = 1)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), threads, rounds, timeMs, inside, outside);
        return [.. output.ToString().Split('\n')];
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 100)]
    [InlineData(4, 50)]
    public void Every_lock_kept_them_apart_and_the_shares_add_up(int threads, int rounds)
    {
        var lines = RunDemo(threads, rounds);
        foreach (var name in Locks)
        {
            var headline = lines.FindIndex(line => line.StartsWith($"{name}: "));
            var match = Regex.Match(lines[headline], @"^\w+: (\d+) turns in [\d.]+ ms, never two inside$");
            Assert.True(match.Success, lines[headline]);
            var taken = int.Parse(match.Groups[1].Value);
            Assert.InRange(taken, 0, threads * rounds);
            var shares = lines.GetRange(headline + 1, threads).Select((line, i) =>
            {
                var share = Regex.Match(line, @"^  thread (\d+) +█* ?(\d+)$");
                Assert.Equal(i + 1, int.Parse(share.Groups[1].Value));
                return int.Parse(share.Groups[2].Value);
            });
            Assert.Equal(taken, shares.Sum());
        }
    }

    [Fact]
    public void There_is_a_row_of_shares_and_of_waits_for_every_lock_and_a_bar_for_every_percentile()
    {
        var text = string.Join('\n', RunDemo(threads: 2, rounds: 50));
        foreach (var name in Locks)
        {
            Assert.Matches($@"\n  {name} +\d+ +\d+ +[01]\.\d\d\d +\d+\n", text);
            Assert.Matches($@"\n  {name}( +\d+ [num]s){{4}}\n", text);
            foreach (var percentile in (string[])["p50", "p90", "p99", "max"])
                Assert.Matches($@"\n  {name} {percentile} +█* ?\d+ [num]s\n", text);
        }
    }

    [Fact]
    public void A_race_ends_when_its_time_is_over()
    {
        var yours = new TicketSpinLock();
        var contender = new Contender("yours", yours.Acquire, yours.Release);
        var race = new Race(contender, threads: 2, rounds: 100_000, TimeSpan.FromMilliseconds(20), inside: 10_000, outside: 0);
        var result = race.Run(default);
        Assert.InRange(result.Taken, 1, 199_999);
        Assert.True(result.Elapsed >= TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Turns_that_the_guarded_counter_does_not_know_are_lost()
    {
        var result = new RaceResult("", TimeSpan.Zero, turns: [3, 2], taken: 4, takers: [0, 1, 0, 1], waits: [1, 2, 3, 4]);
        Assert.Equal(1, result.Lost);
    }

    [Fact]
    public void Fairness_is_1_for_equal_shares_and_one_nth_when_one_has_all()
    {
        static RaceResult Of(params int[] turns) => new("", TimeSpan.Zero, turns, turns.Sum(), [], []);
        Assert.Equal(1, Of(5, 5, 5, 5).Fairness, 6);
        Assert.Equal(0.25, Of(20, 0, 0, 0).Fairness, 6);
        Assert.Equal(0.9, Of(10, 20).Fairness, 6); // 30 * 30 / (2 * 500)
        Assert.Equal(1, Of(0, 0).Fairness, 6);
    }

    [Fact]
    public void Waits_are_nearest_rank_percentiles_and_runs_are_turns_in_a_row()
    {
        var perTick = 1e9 / System.Diagnostics.Stopwatch.Frequency;
        int[] takers = [0, 0, 1, 1, 1, 0, 0, 0, 0, 1];
        var result = new RaceResult("", TimeSpan.Zero, [6, 4], 10, takers, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        Assert.Equal(5 * perTick, result.Wait(50));
        Assert.Equal(9 * perTick, result.Wait(90));
        Assert.Equal(10 * perTick, result.Wait(99));
        Assert.Equal(10 * perTick, result.Wait(100));
        Assert.Equal(4, result.LongestRun);
        Assert.Equal(0, new RaceResult("", TimeSpan.Zero, [0], 0, [], []).Wait(50));
    }

    [Fact]
    public void A_cancelled_demo_ends()
    {
        var stage = new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true));
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage));
        var failure = Assert.Throws<WorkerFailedException>(() => Assert.True(demo.Join(Bound)));
        Assert.All(Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions,
            inner => Assert.IsType<OperationCanceledException>(inner.InnerException));
    }

    [Fact]
    public void A_race_in_progress_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var yours = new TicketSpinLock();
        var isRunning = new OneShotLatch();
        void AcquireAndTell() { yours.Acquire(); isRunning.Open(); }
        var contender = new Contender("yours", AcquireAndTell, yours.Release);
        var race = new Race(contender, threads: 2, rounds: 100_000, TimeSpan.FromMinutes(1), inside: 10_000, outside: 0);
        var runner = WorkerThread.Start("runner", () => race.Run(source.Token));
        Assert.True(isRunning.Wait(Bound));
        source.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => Assert.True(runner.Join(Bound)));
        Assert.All(Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions,
            inner => Assert.IsType<OperationCanceledException>(inner.InnerException));
    }

    [Fact]
    public void One_at_a_time_is_inside()
    {
        var spinLock = new TicketSpinLock();
        int counter = 0, inside = 0, most = 0;
        var group = new ThreadGroup();
        for (var number = 1; number <= 3; number++)
        {
            group.Start($"t{number}", () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    spinLock.Acquire();
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    counter++;
                    Interlocked.Decrement(ref inside);
                    spinLock.Release();
                }
            }, background: true);
        }
        Assert.True(group.Join(Bound));
        Assert.Equal((1500, 1), (counter, most));
    }

    [Fact]
    public void Waiters_are_served_in_the_order_in_which_they_came()
    {
        var spinLock = new TicketSpinLock();
        var served = new List<int>(); // guarded by spinLock
        var group = new ThreadGroup();
        spinLock.Acquire();
        for (var number = 1; number <= 4; number++)
        {
            var me = number;
            group.Start($"t{me}", () =>
            {
                spinLock.Acquire();
                served.Add(me);
                spinLock.Release();
            }, background: true);
            Assert.True(SpinWait.SpinUntil(() => spinLock.Waiting == me, Bound)); // it has drawn its number
        }
        Assert.Empty(served);
        spinLock.Release();
        Assert.True(group.Join(Bound));
        Assert.Equal([1, 2, 3, 4], served);
        Assert.Equal(0, spinLock.Waiting);
    }

    [Fact]
    public void TryAcquire_takes_a_free_lock_and_refuses_a_held_one_without_a_trace()
    {
        var spinLock = new TicketSpinLock();
        Assert.True(spinLock.TryAcquire());
        Assert.False(WasTakenByAnother(spinLock));
        Assert.False(WasTakenByAnother(spinLock));
        Assert.Equal(0, spinLock.Waiting);
        spinLock.Release();
        Assert.True(WasTakenByAnother(spinLock)); // the refused ones have left no number behind
        spinLock.Acquire();
        spinLock.Release();
    }

    private static bool WasTakenByAnother(TicketSpinLock spinLock)
    {
        var taken = false;
        var other = WorkerThread.Start("other", () =>
        {
            taken = spinLock.TryAcquire();
            if (taken) spinLock.Release();
        }, background: true);
        Assert.True(other.Join(Bound));
        return taken;
    }

    [Fact]
    public void A_second_acquire_by_the_holder_is_refused_and_changes_nothing()
    {
        var spinLock = new TicketSpinLock();
        spinLock.Acquire();
        Assert.Throws<LockRecursionException>(spinLock.Acquire);
        Assert.False(spinLock.TryAcquire());
        spinLock.Release();
        Assert.True(WasTakenByAnother(spinLock));
    }

    [Fact]
    public void Release_by_another_thread_or_of_a_free_lock_is_refused_and_changes_nothing()
    {
        var spinLock = new TicketSpinLock();
        Assert.Throws<SynchronizationLockException>(spinLock.Release);
        spinLock.Acquire();
        var other = WorkerThread.Start("other", spinLock.Release);
        var failure = Assert.Throws<WorkerFailedException>(() => Assert.True(other.Join(Bound)));
        Assert.IsType<SynchronizationLockException>(failure.InnerException);
        Assert.False(WasTakenByAnother(spinLock));
        spinLock.Release();
        Assert.Throws<SynchronizationLockException>(spinLock.Release);
        Assert.True(WasTakenByAnother(spinLock));
    }
}
