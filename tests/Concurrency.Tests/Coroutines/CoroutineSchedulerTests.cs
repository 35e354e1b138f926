using Workbook.Concurrency.Coroutines;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Coroutines;

public sealed class CoroutineSchedulerTests
{
    private readonly CoroutineWorld _world = new();

    private CoroutineScheduler Scheduler => _world.Scheduler;

    [Fact]
    public void Coroutines_take_turns_in_the_order_of_their_spawning()
    {
        _world.Spawn("a", Step.Yield, Step.Yield);
        _world.Spawn("b", Step.Yield);
        _world.Spawn("c", Step.Yield, Step.Yield);
        Assert.Empty(_world.Log); // nothing runs before its first turn
        Scheduler.Run();
        Assert.Equal(["a", "b", "c", "a", "b", "b ends", "c", "a", "a ends", "c", "c ends"], _world.Log);
        Assert.Equal(0, Scheduler.Count);
    }

    [Fact]
    public void One_that_is_spawned_by_another_stands_behind_those_that_are_ready()
    {
        IEnumerable<Step> Parent()
        {
            _world.Log.Add("parent");
            _world.Spawn("child", Step.Yield);
            yield return Step.Yield;
            _world.Log.Add("parent");
        }
        Scheduler.Spawn("parent", Parent());
        _world.Spawn("other", Step.Yield);
        Scheduler.Run();
        Assert.Equal(["parent", "other", "child", "parent", "other", "other ends", "child", "child ends"], _world.Log);
    }

    [Fact]
    public void All_run_on_the_thread_that_calls_Run()
    {
        HashSet<int> seen = [];
        IEnumerable<Step> Body()
        {
            seen.Add(Environment.CurrentManagedThreadId);
            yield return Step.Sleep(TimeSpan.FromMilliseconds(1));
            seen.Add(Environment.CurrentManagedThreadId);
        }
        var scheduler = new CoroutineScheduler();
        scheduler.Spawn("a", Body());
        scheduler.Spawn("b", Body());
        scheduler.Run();
        Assert.Equal([Environment.CurrentManagedThreadId], seen);
    }

    [Fact]
    public void Sleepers_wake_in_the_order_of_their_times_and_sleep_at_the_same_time()
    {
        _world.Spawn("3 s", CoroutineWorld.Sleep(3));
        _world.Spawn("1 s", CoroutineWorld.Sleep(1));
        _world.Spawn("2 s", CoroutineWorld.Sleep(2));
        Scheduler.Run();
        Assert.Equal(["3 s", "1 s", "2 s", "1 s", "1 s ends", "2 s", "2 s ends", "3 s", "3 s ends"], _world.Log);
        Assert.Equal(3, _world.Seconds);
    }

    [Fact]
    public void Sleepers_of_one_time_wake_in_the_order_in_which_they_fell_asleep()
    {
        for (var i = 0; i < 20; i++) _world.Spawn($"{i}", CoroutineWorld.Sleep(1));
        Scheduler.Run();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), _world.Log.Take(20));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), _world.Log.Skip(20).Where(line => !line.EndsWith("ends")));
    }

    [Fact]
    public void A_sleeper_that_is_due_is_not_starved_by_those_that_are_always_ready()
    {
        var isUp = false;
        IEnumerable<Step> Sleeper() { yield return CoroutineWorld.Sleep(1); isUp = true; }
        IEnumerable<Step> Busy()
        {
            for (var turns = 0; !isUp; turns++)
            {
                Assert.InRange(turns, 0, 11);
                _world.Clock.Advance(TimeSpan.FromSeconds(0.1)); // it computes
                yield return Step.Yield;
            }
        }
        Scheduler.Spawn("sleeper", Sleeper());
        Scheduler.Spawn("busy", Busy());
        Scheduler.Run();
        Assert.True(isUp);
    }

    [Fact]
    public void The_clock_stands_still_while_somebody_is_ready()
    {
        _world.Spawn("sleeper", CoroutineWorld.Sleep(5));
        IEnumerable<Step> Busy()
        {
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal(0, _world.Seconds);
                yield return Step.Yield;
            }
        }
        Scheduler.Spawn("busy", Busy());
        Scheduler.Run();
        Assert.Equal(5, _world.Seconds);
    }

    [Fact]
    public void A_sleep_of_zero_is_a_yield()
    {
        _world.Spawn("a", Step.Sleep(TimeSpan.Zero));
        _world.Spawn("b", Step.Yield);
        Scheduler.Run();
        Assert.Equal(["a", "b", "a", "a ends", "b", "b ends"], _world.Log);
    }

    [Fact]
    public void A_sleep_on_the_machines_clock_is_not_too_short()
    {
        var scheduler = new CoroutineScheduler();
        var time = TimeSpan.FromMilliseconds(20);
        IEnumerable<Step> Body() { yield return Step.Sleep(time); }
        scheduler.Spawn("sleeper", Body());
        Assert.True(Patience.NotEarlierThan(time, () => { scheduler.Run(); return true; }));
    }

    [Fact]
    public void A_time_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Step.Sleep(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Step.Sleep(TimeSpan.FromMilliseconds(1.0 + int.MaxValue)));
        _world.Spawn("for 24 days", Step.Sleep(TimeSpan.FromMilliseconds(int.MaxValue)));
        Scheduler.Run();
    }

    [Fact]
    public void Run_without_coroutines_returns_although_cancelled()
    {
        Scheduler.Run(new CancellationToken(canceled: true));
        _world.Spawn("a");
        Scheduler.Run();
        _world.Spawn("b");
        Scheduler.Run(); // may be repeated
        Assert.Equal(["a", "a ends", "b", "b ends"], _world.Log);
    }

    [Fact]
    public void Run_from_within_a_coroutine_is_refused()
    {
        Scheduler.Spawn("nested", Nested());
        IEnumerable<Step> Nested() { Scheduler.Run(); yield break; }
        var failure = Assert.Throws<AggregateException>(() => Scheduler.Run()).InnerExceptions.Single();
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void Another_thread_is_refused_while_it_runs()
    {
        var inbox = new Inbox<int>(Scheduler);
        var other = _world.Spawn("other", Step.Yield);
        IEnumerable<Step> Body()
        {
            Patience.OnAnotherThread(() =>
            {
                Assert.Throws<InvalidOperationException>(() => Scheduler.Spawn("c", CoroutineWorld.Fails("")));
                Assert.Throws<InvalidOperationException>(() => Scheduler.Spawn<int>("c", _ => CoroutineWorld.Fails("")));
                Assert.Throws<InvalidOperationException>(() => inbox.Send(1));
                Assert.Throws<InvalidOperationException>(() => other.Cancel());
                Assert.Throws<InvalidOperationException>(() => Scheduler.Run());
            });
            yield break;
        }
        Scheduler.Spawn("body", Body());
        Scheduler.Run();
        Assert.Equal(0, inbox.Count);
        Patience.OnAnotherThread(() => inbox.Send(1)); // when it does not run, anybody may
    }

    [Fact]
    public void What_has_no_name_or_no_body_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Scheduler.Spawn(" ", CoroutineWorld.Fails("")));
        Assert.Throws<ArgumentNullException>(() => Scheduler.Spawn("a", null!));
        Assert.Throws<ArgumentNullException>(() => Scheduler.Spawn<int>("a", null!));
        Assert.Throws<ArgumentNullException>(() => new Inbox<int>(null!));
        Assert.Throws<ArgumentException>(() => new Inbox<int>(Scheduler, ""));
        Assert.Throws<ArgumentNullException>(() => Step.JoinAll(null!));
        Assert.Equal(0, Scheduler.Count);
    }

    [Fact]
    public void Background_coroutines_are_cancelled_when_only_they_are_left()
    {
        IEnumerable<Step> Server()
        {
            try { while (true) yield return CoroutineWorld.Sleep(10); }
            finally { _world.Log.Add("server ends"); }
        }
        var server = Scheduler.Spawn("server", Server(), background: true);
        _world.Spawn("client", CoroutineWorld.Sleep(25));
        Scheduler.Run();
        Assert.Equal(["client", "client", "client ends", "server ends"], _world.Log);
        Assert.Equal(CoroutineState.Cancelled, server.State);
        Assert.Equal(25, _world.Seconds);
    }

    [Fact]
    public void Cancellation_of_Run_ends_all_and_runs_their_finally_blocks()
    {
        using var source = new CancellationTokenSource();
        var inbox = new Inbox<int>(Scheduler);
        _world.Spawn("sleeps", CoroutineWorld.Sleep(1_000));
        _world.Spawn("receives", inbox.Receive());
        IEnumerable<Step> Canceller() { yield return Step.Yield; source.Cancel(); yield return Step.Yield; _world.Log.Add("no"); }
        Scheduler.Spawn("canceller", Canceller());
        var refusal = Assert.Throws<OperationCanceledException>(() => Scheduler.Run(source.Token));
        Assert.Equal(source.Token, refusal.CancellationToken);
        Assert.Equal(["sleeps", "receives", "sleeps ends", "receives ends"], _world.Log);
        Assert.Equal(0, Scheduler.Count);
        Assert.Equal(0, _world.Seconds);
    }

    [Fact]
    public void Cancellation_wakes_a_scheduler_that_sleeps()
    {
        using var source = new CancellationTokenSource();
        var scheduler = new CoroutineScheduler();
        var coroutine = scheduler.Spawn("sleeps", _world.Body("sleeps", CoroutineWorld.Sleep(1_000)));
        var worker = WorkerThread.Start("loop", () => scheduler.Run(source.Token), background: true);
        Patience.UntilAsleep(worker);
        source.Cancel();
        Patience.MustFail<OperationCanceledException>(worker);
        Assert.Equal(CoroutineState.Cancelled, coroutine.State);
        Assert.Equal(["sleeps", "sleeps ends"], _world.Log);
    }

    [Fact]
    public void Those_who_wait_for_what_cannot_come_are_named_and_ended()
    {
        var numbers = new Inbox<int>(Scheduler, "numbers");
        var receiver = _world.Spawn("receiver", numbers.Receive());
        _world.Spawn("joiner", receiver.Join());
        var refusal = Assert.Throws<InvalidOperationException>(() => Scheduler.Run());
        Assert.StartsWith(
            "Nobody can go on: receiver waits for an item in numbers; joiner waits for the end of receiver.", refusal.Message);
        Assert.Equal(["receiver", "joiner", "receiver ends", "joiner ends"], _world.Log);
        Assert.Equal(0, Scheduler.Count);
    }

    [Fact]
    public void Not_more_than_five_of_those_are_named()
    {
        var inbox = new Inbox<int>(Scheduler);
        for (var i = 1; i <= 7; i++) _world.Spawn($"r{i}", inbox.Receive());
        var refusal = Assert.Throws<InvalidOperationException>(() => Scheduler.Run());
        Assert.Contains("r5 waits for an item in inbox; and 2 more. Send", refusal.Message);
    }

    [Fact]
    public void One_that_joins_in_a_circle_is_found_out()
    {
        Coroutine? a = null, b = null;
        IEnumerable<Step> JoinB() { yield return b!.Join(); }
        IEnumerable<Step> JoinA() { yield return a!.Join(); }
        a = Scheduler.Spawn("a", JoinB());
        b = Scheduler.Spawn("b", JoinA());
        var refusal = Assert.Throws<InvalidOperationException>(() => Scheduler.Run());
        Assert.StartsWith("Nobody can go on: a waits for the end of b; b waits for the end of a.", refusal.Message);
    }

    [Fact]
    public void An_interrupted_sleep_leaves_all_in_its_place()
    {
        var scheduler = new CoroutineScheduler();
        var coroutine = scheduler.Spawn("sleeps", _world.Body("sleeps", CoroutineWorld.Sleep(1_000)));
        var loop = new Thread(() =>
        {
            Assert.Throws<ThreadInterruptedException>(() => scheduler.Run());
            Assert.Equal(CoroutineState.Sleeping, coroutine.State);
            coroutine.Cancel();
            scheduler.Run();
        });
        loop.IsBackground = true;
        loop.Start();
        Patience.Until(() => loop.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the scheduler sleeps");
        loop.Interrupt();
        Assert.True(loop.Join(Patience.Long));
        Assert.Equal(CoroutineState.Cancelled, coroutine.State);
    }

    [Fact]
    public void A_failure_before_an_interrupted_sleep_is_told_by_the_next_Run()
    {
        var scheduler = new CoroutineScheduler();
        IEnumerable<Step> Interrupted()
        {
            Thread.CurrentThread.Interrupt();
            yield return Step.Sleep(TimeSpan.FromMilliseconds(1_000));
        }
        scheduler.Spawn("fails", CoroutineWorld.Fails("boom"));
        var sleeper = scheduler.Spawn("sleeps", Interrupted());
        Patience.OnAnotherThread(() =>
        {
            Assert.Throws<ThreadInterruptedException>(() => scheduler.Run());
            sleeper.Cancel();
            var all = Assert.Throws<AggregateException>(() => scheduler.Run());
            Assert.Equal("fails failed: boom", Assert.Single(all.InnerExceptions).Message);
            scheduler.Run(); // told once
        });
    }

    [Fact]
    public void The_debugger_shows_how_many_there_are()
    {
        _world.Spawn("a");
        _world.Spawn("b");
        Assert.Equal("2 ready, 0 asleep, 2 alive", DebuggerText.Of(Scheduler));
        Assert.Equal("yield", DebuggerText.Of(Step.Yield));
        Assert.Equal("sleep 00:00:02", DebuggerText.Of(CoroutineWorld.Sleep(2)));
    }

    [Fact]
    public void Equal_runs_are_equal_to_the_turn()
    {
        string Once(int seed)
        {
            var world = new CoroutineWorld();
            var random = new Random(seed);
            var inbox = new Inbox<int>(world.Scheduler);
            for (var i = 0; i < 500; i++) inbox.Send(i); // enough for all
            for (var i = 0; i < 50; i++)
            {
                world.Spawn($"{i}", [.. Enumerable.Range(0, 10).Select(_ => random.Next(3) switch
                {
                    0 => Step.Yield,
                    1 => CoroutineWorld.Sleep(random.Next(5)),
                    _ => inbox.Receive(),
                })]);
            }
            world.Scheduler.Run();
            return string.Join(' ', world.Log);
        }
        for (var seed = 0; seed < 20; seed++) Assert.Equal(Once(seed), Once(seed));
    }
}
