using System.Text.RegularExpressions;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.Futures;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class FuturesCallbacksTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string Run(string number = "12", int rounds = 200, bool broken = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), number, rounds, broken);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public async Task The_scenes_and_the_lost_callback() => await Verify(Run(broken: true));

    [Fact]
    public void They_come_out_the_same_every_time()
    {
        var first = Run(broken: true);
        for (var i = 0; i < 30; i++) Assert.Equal(first, Run(broken: true));
    }

    [Fact]
    public void Run_counts_each_callback_once_whoever_called_it()
    {
        var lines = Run(rounds: 500).Split('\n');
        var counts = Regex.Match(lines[^2],
            @"^500 ends met a registration: 500 callbacks called, (\d+) by who registered, (\d+) by who set the result$");
        Assert.True(counts.Success, lines[^2]);
        Assert.Equal(500, int.Parse(counts.Groups[1].Value) + int.Parse(counts.Groups[2].Value));
        Assert.InRange(int.Parse(counts.Groups[1].Value), 500 / 3, 500 - 500 / 3); // a third in each order, for certain
        Assert.Equal("each was called once", lines[^1]);
    }

    [Fact]
    public void Run_feeds_the_chain_with_the_number()
    {
        Assert.Matches("\"7\" +7 +49 +2", Run(number: "7"));
        Assert.Matches("\"x\" +Failed: FormatException +Failed: FormatException +1", Run(number: "x"));
        Assert.Matches("\"99999999\" +99999999 +Failed: OverflowException +2", Run(number: "99999999"));
    }

    [Fact]
    public void A_bad_option_is_refused_before_anything_is_printed()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var run = world.Run("run", "404", "--rounds", "0");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("--rounds 0: must be 1 to 1000000", run.Error);
    }

    [Fact]
    public void Run_in_a_terminal_draws_tables()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 100 };
        var run = world.Run("run", "404", "--rounds", "10");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("│ is Running, sets 42", run.Output);
    }

    [Fact]
    public void Run_that_is_interrupted_in_the_long_part_joins_its_thread_and_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var lastScene = new OneShotLatch();
        var output = new CueWriter("a cancellation  Canceled", lastScene);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), rounds: 1_000_000));
        Assert.True(lastScene.Wait(_bound));
        interrupt.Cancel();
        Assert.IsType<OperationCanceledException>(Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException);
    }

    [Fact]
    public void A_result_wakes_all_who_wait()
    {
        var future = new SmallFuture<int>();
        var results = new int[3];
        var group = new ThreadGroup();
        for (var i = 0; i < 3; i++)
        {
            var mine = i;
            var waiter = group.Start($"waiter {i}", () => results[mine] = future.Result());
            Assert.True(SpinWait.SpinUntil(() => waiter.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        }
        Assert.True(future.TryStart());
        Assert.Equal(FutureState.Running, future.State);
        future.SetResult(7);
        Assert.True(group.Join(_bound));
        Assert.Equal([7, 7, 7], results);
    }

    [Fact]
    public void A_failure_is_thrown_as_it_was_to_everybody_who_asks()
    {
        var future = new SmallFuture<int>();
        Exception planted;
        try { throw new FormatException("planted"); }
        catch (FormatException e) { planted = e; }
        future.SetException(planted);
        for (var i = 0; i < 2; i++)
        {
            var seen = Assert.Throws<FormatException>(() => future.Result());
            Assert.Same(planted, seen);
            Assert.Contains(nameof(A_failure_is_thrown_as_it_was_to_everybody_who_asks), seen.StackTrace);
        }
    }

    [Fact]
    public void Cancel_succeeds_only_while_it_is_pending()
    {
        var future = new SmallFuture<int>();
        Assert.True(future.Cancel());
        Assert.Equal(FutureState.Canceled, future.State);
        Assert.Throws<OperationCanceledException>(() => future.Result());
        Assert.False(future.TryStart());
        Assert.Throws<InvalidOperationException>(() => future.SetResult(1));

        var running = new SmallFuture<int>();
        running.TryStart();
        Assert.False(running.TryStart());
        Assert.False(running.Cancel());
        running.SetResult(1);
        Assert.False(running.Cancel());
        Assert.Equal(1, running.Result(new CancellationToken(canceled: true))); // no wait is needed
    }

    [Fact]
    public void A_second_end_is_refused_and_changes_nothing()
    {
        var future = new SmallFuture<int>();
        future.SetResult(1);
        Assert.Throws<InvalidOperationException>(() => future.SetResult(2));
        Assert.Throws<InvalidOperationException>(() => future.SetException(new FormatException()));
        Assert.Equal(1, future.Result());
    }

    [Fact]
    public void A_wait_that_is_cancelled_leaves_the_future_as_it_is()
    {
        var future = new SmallFuture<int>();
        Assert.ThrowsAny<OperationCanceledException>(() => future.Result(new CancellationToken(canceled: true)));
        Assert.Equal(FutureState.Pending, future.State);
        future.SetResult(1);
        Assert.Equal(1, future.Result());
    }

    [Fact]
    public void Callbacks_keep_their_order_and_one_that_throws_harms_nobody()
    {
        var future = new SmallFuture<int>();
        var planted = new FormatException("planted");
        List<int> calls = [];
        future.OnDone(_ => calls.Add(1));
        future.OnDone(_ => throw planted);
        future.OnDone(done => calls.Add(done.Result()));
        future.SetResult(2);
        future.OnDone(_ => calls.Add(3));
        future.OnDone(_ => throw planted);
        Assert.Equal([1, 2, 3], calls);
        Assert.Equal([planted, planted], future.CallbackFailures);
        Assert.Throws<ArgumentNullException>(() => future.OnDone(null!));
    }

    [Fact]
    public void A_callback_is_called_once_also_when_the_future_is_cancelled()
    {
        var future = new SmallFuture<int>();
        var calls = 0;
        future.OnDone(_ => calls++);
        future.Cancel();
        future.Cancel();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Then_passes_on_values_failures_and_cancellations()
    {
        var (value, failed, cancelled) = (new SmallFuture<int>(), new SmallFuture<int>(), new SmallFuture<int>());
        var calls = 0;
        SmallFuture<string> Chain(SmallFuture<int> first) => first.Then(x => { calls++; return x + 1; }).Then(x => $"<{x}>");
        var (a, b, c) = (Chain(value), Chain(failed), Chain(cancelled));
        var planted = new FormatException("planted");
        value.SetResult(1);
        failed.SetException(planted);
        cancelled.Cancel();
        Assert.Equal("<2>", a.Result());
        Assert.Same(planted, Assert.Throws<FormatException>(() => b.Result()));
        Assert.Equal(FutureState.Canceled, c.State);
        Assert.Equal(1, calls);
        Assert.Equal("<2>", Chain(value).Result()); // after the end, the same
    }

    [Fact]
    public void A_cancelled_link_calls_no_function_and_leaves_the_first_as_it_is()
    {
        var first = new SmallFuture<int>();
        var calls = 0;
        var next = first.Then(x => { calls++; return x; });
        Assert.True(next.Cancel());
        first.SetResult(1);
        Assert.Equal(0, calls);
        Assert.Equal(1, first.Result());
        Assert.Empty(first.CallbackFailures);
    }

    [Fact]
    public void No_callback_is_lost_or_called_twice_when_many_register_at_the_end()
    {
        for (var round = 0; round < 100; round++)
        {
            var future = new SmallFuture<int>();
            var calls = new int[40];
            var start = new CyclicBarrier(3);
            void Register(int first)
            {
                start.SignalAndWait();
                for (var i = first; i < first + 20; i++)
                {
                    var mine = i;
                    future.OnDone(_ => Interlocked.Increment(ref calls[mine]));
                }
            }
            var group = new ThreadGroup();
            group.Start("one", () => Register(0));
            group.Start("other", () => Register(20));
            group.Start("producer", () => { start.SignalAndWait(); future.SetResult(1); });
            Assert.True(group.Join(_bound));
            Assert.All(calls, count => Assert.Equal(1, count));
        }
    }
}
