using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.SafePublication;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class SafePublicationTests
{
    private static TimeSpan Bound => TimeSpan.FromSeconds(10);

    private static string RunDemo(int threads = 2, int calls = 10, int trials = 20)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), threads, calls, trials);
        return output.ToString();
    }

    [Fact]
    public void A_half_built_object_is_seen_in_every_run_of_the_wrong_order_and_never_in_the_right_one()
    {
        for (var i = 0; i < 5; i++)
        {
            var text = RunDemo();
            Assert.Matches(@"\n  publish, fill \(wrong\) +host null, port 0 +host db\.example, port 5432\n", text);
            Assert.Matches(@"\n  fill, publish +nothing yet +host db\.example, port 5432\n", text);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Looking_only_outside_makes_different_instances_in_every_run_and_the_others_hand_out_one(int threads)
    {
        for (var i = 0; i < 5; i++)
        {
            var text = RunDemo(threads);
            var wrong = Regex.Match(text, @"\n  looks only outside \(wrong\) +(\d+) +(\d+) different ones +[\d.]+ ns\n");
            Assert.True(wrong.Success, text);
            Assert.InRange(int.Parse(wrong.Groups[1].Value), 2, threads);
            Assert.InRange(int.Parse(wrong.Groups[2].Value), 2, threads);
            foreach (var name in (string[])["locks every time", "OnceCell, double-checked", "Lazy of the platform"])
                Assert.Matches($@"\n  {name} +1 +the same to all +[\d.]+ ns\n", text);
            var wins = Regex.Match(text, @"\n  first one wins +(\d+) +the same to all +[\d.]+ ns\n");
            Assert.InRange(int.Parse(wins.Groups[1].Value), 1, threads);
        }
    }

    [Fact]
    public void The_outcomes_of_the_litmus_test_add_up_and_with_a_fence_nobody_reads_too_early()
    {
        var text = RunDemo(trials: 3_000);
        var rows = Regex.Matches(text, @"\n  (nothing, all Volatile|Interlocked\.MemoryBarrier)( +\d+){5}");
        Assert.Equal(2, rows.Count);
        foreach (Match row in rows)
        {
            var counts = row.Groups[2].Captures.Select(count => int.Parse(count.Value)).ToList();
            Assert.InRange(counts[0], 1, 3_000);
            Assert.Equal(counts[0], counts.Skip(1).Sum());
            if (row.Groups[1].Value == "Interlocked.MemoryBarrier") Assert.Equal(0, counts[1]);
        }
    }

    [Fact]
    public void A_litmus_test_ends_when_its_time_is_over()
    {
        var outcomes = new StoreBuffering(fenced: true, trials: 10_000_000, TimeSpan.Zero).Run(default);
        Assert.InRange(outcomes.Trials, 1, 10_000_000 - 1);
        Assert.Equal(0, outcomes.BothOld);
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
    public void A_cancelled_litmus_test_ends()
    {
        var test = new StoreBuffering(fenced: true, trials: 10_000_000, TimeSpan.FromMinutes(1));
        var litmus = WorkerThread.Start("litmus", () => test.Run(new CancellationToken(canceled: true)));
        var failure = Assert.Throws<WorkerFailedException>(() => Assert.True(litmus.Join(Bound)));
        Assert.IsType<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void The_factory_runs_once_and_all_get_its_instance()
    {
        for (var i = 0; i < 20; i++)
        {
            var cell = new OnceCell<object>();
            var made = 0;
            var start = new CyclicBarrier(parties: 4);
            var got = new object[4];
            var group = new ThreadGroup();
            for (var number = 0; number < 4; number++)
            {
                var me = number;
                group.Start($"t{me}", () =>
                {
                    Assert.True(start.SignalAndWait(Bound));
                    got[me] = cell.GetOrCreate(() => { Interlocked.Increment(ref made); return new object(); });
                });
            }
            Assert.True(group.Join(Bound));
            Assert.Equal(1, made);
            Assert.All(got, one => Assert.Same(got[0], one));
        }
    }

    [Fact]
    public void A_later_call_gets_the_first_instance_and_does_not_run_its_factory()
    {
        var cell = new OnceCell<string>();
        Assert.False(cell.IsCreated);
        Assert.Equal("first", cell.GetOrCreate(() => "first"));
        Assert.True(cell.IsCreated);
        Assert.Equal("first", cell.GetOrCreate(() => throw new InvalidOperationException("ran")));
    }

    [Fact]
    public void Others_wait_while_the_factory_runs_and_get_what_it_makes()
    {
        var cell = new OnceCell<string>();
        var isInside = new OneShotLatch();
        var goOn = new OneShotLatch();
        var maker = WorkerThread.Start("maker", () => cell.GetOrCreate(() =>
        {
            isInside.Open();
            Assert.True(goOn.Wait(Bound));
            return "made";
        }));
        Assert.True(isInside.Wait(Bound));
        Assert.False(cell.IsCreated);

        var got = "";
        var waiter = WorkerThread.Start("waiter", () => got = cell.GetOrCreate(() => "another"));
        Assert.True(SpinWait.SpinUntil(() => waiter.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), Bound));
        goOn.Open();
        Assert.True(maker.Join(Bound) && waiter.Join(Bound));
        Assert.Equal("made", got);
    }

    [Fact]
    public void A_throwing_factory_leaves_the_cell_empty_and_the_one_who_waited_tries_its_own()
    {
        var cell = new OnceCell<string>();
        var isInside = new OneShotLatch();
        var goOn = new OneShotLatch();
        var maker = WorkerThread.Start("maker", () => cell.GetOrCreate(() =>
        {
            isInside.Open();
            Assert.True(goOn.Wait(Bound));
            throw new FormatException("no");
        }));
        Assert.True(isInside.Wait(Bound));
        var got = "";
        var waiter = WorkerThread.Start("waiter", () => got = cell.GetOrCreate(() => "second"));
        Assert.True(SpinWait.SpinUntil(() => waiter.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), Bound));
        goOn.Open();

        var failure = Assert.Throws<WorkerFailedException>(() => Assert.True(maker.Join(Bound)));
        Assert.IsType<FormatException>(failure.InnerException);
        Assert.True(waiter.Join(Bound));
        Assert.Equal("second", got);
        Assert.Equal("second", cell.GetOrCreate(() => "third"));
    }

    [Fact]
    public void A_factory_that_returns_null_or_asks_its_own_cell_is_refused_and_the_cell_stays_empty()
    {
        var cell = new OnceCell<string>();
        Assert.Throws<ArgumentNullException>(() => cell.GetOrCreate(null!));
        Assert.Throws<InvalidOperationException>(() => cell.GetOrCreate(() => null!));
        Assert.Throws<LockRecursionException>(() => cell.GetOrCreate(() => cell.GetOrCreate(() => "inner")));
        Assert.False(cell.IsCreated);
        Assert.Equal("made", cell.GetOrCreate(() => "made"));
    }
}
