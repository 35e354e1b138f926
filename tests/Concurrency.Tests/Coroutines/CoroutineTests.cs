using Workbook.Concurrency.Coroutines;

namespace Workbook.Concurrency.Tests.Coroutines;

public sealed class CoroutineTests
{
    private readonly CoroutineWorld _world = new();

    private CoroutineScheduler Scheduler => _world.Scheduler;

    private static IEnumerable<Step> AddsUp(Coroutine<int> me, int to)
    {
        var sum = 0;
        for (var i = 1; i <= to; i++)
        {
            sum += i;
            yield return Step.Yield;
        }
        me.Return(sum);
    }

    [Fact]
    public void A_result_reaches_whoever_joins()
    {
        var sum = Scheduler.Spawn<int>("sum", me => AddsUp(me, 10));
        var seen = 0;
        IEnumerable<Step> Joiner()
        {
            yield return sum.Join();
            seen = sum.Result;
        }
        Scheduler.Spawn("joiner", Joiner());
        Scheduler.Run();
        Assert.Equal(55, seen);
        Assert.Equal(55, sum.Result);
        Assert.Equal("sum: Ended, 55", DebuggerText.Of(sum));
        Assert.Equal("one: Ready", DebuggerText.Of(Scheduler.Spawn("one", Joiner())));
    }

    [Fact]
    public void A_result_is_not_there_before_the_end_or_without_a_Return()
    {
        var late = Scheduler.Spawn<int>("late", me => AddsUp(me, 1));
        var none = Scheduler.Spawn<int>("none", _ => _world.Body("none"));
        Assert.Throws<InvalidOperationException>(() => late.Result);
        Scheduler.Run();
        Assert.Equal(1, late.Result);
        Assert.Throws<InvalidOperationException>(() => none.Result);
        Assert.Throws<InvalidOperationException>(() => late.Return(2));
    }

    [Fact]
    public void Joining_one_that_has_ended_costs_a_turn_and_no_more()
    {
        var ended = _world.Spawn("ended");
        Scheduler.Run();
        _world.Spawn("joiner", ended.Join());
        Scheduler.Run();
        Assert.Equal(["ended", "ended ends", "joiner", "joiner", "joiner ends"], _world.Log);
    }

    [Fact]
    public void Joiners_are_woken_in_the_order_in_which_they_came()
    {
        var slow = _world.Spawn("slow", CoroutineWorld.Sleep(1));
        for (var i = 0; i < 5; i++) _world.Spawn($"{i}", slow.Join());
        Scheduler.Run();
        Assert.Equal(["0", "1", "2", "3", "4"], _world.Log.Skip(8).Where(line => !line.EndsWith("ends")));
    }

    [Fact]
    public void JoinAll_waits_for_the_last()
    {
        Coroutine[] three = [.. Enumerable.Range(1, 3).Select(n => _world.Spawn($"{n}", CoroutineWorld.Sleep(n)))];
        var took = 0.0;
        IEnumerable<Step> Joiner()
        {
            yield return Step.JoinAll(three);
            took = _world.Seconds;
            yield return Step.JoinAll(three); // all have ended: no wait
            yield return Step.JoinAll();
        }
        Scheduler.Spawn("joiner", Joiner());
        Scheduler.Run();
        Assert.Equal(3, took);
        Assert.Equal(3, _world.Seconds);
    }

    [Fact]
    public void One_that_is_named_twice_is_waited_for_once()
    {
        var one = _world.Spawn("one", CoroutineWorld.Sleep(1));
        _world.Spawn("joiner", Step.JoinAll(one, one));
        Scheduler.Run();
        Assert.Equal(CoroutineState.Ended, one.State);
    }

    [Fact]
    public void A_failure_ends_the_joiner_and_its_finally_blocks_run()
    {
        var child = Scheduler.Spawn("child", CoroutineWorld.Fails("boom", yields: 2));
        var joiner = _world.Spawn("joiner", child.Join(), Step.Yield);
        _world.Spawn("other", Step.Yield, Step.Yield, Step.Yield, Step.Yield);
        var all = Assert.Throws<AggregateException>(() => Scheduler.Run());

        // The child's was told to the joiner; the joiner's to nobody, so Run tells it.
        var failure = Assert.IsType<CoroutineFailedException>(Assert.Single(all.InnerExceptions));
        Assert.Equal("joiner", failure.Coroutine);
        var inner = Assert.IsType<CoroutineFailedException>(failure.InnerException);
        Assert.Equal("child", inner.Coroutine);
        Assert.Equal("child failed: boom", inner.Message);
        Assert.IsType<FormatException>(inner.InnerException);
        Assert.Same(child.Failure, inner.InnerException);
        Assert.Equal((CoroutineState.Failed, CoroutineState.Failed), (child.State, joiner.State));
        Assert.Equal(1, _world.Log.Count(line => line == "joiner"));
        Assert.Contains("joiner ends", _world.Log);
        Assert.Equal(5, _world.Log.Count(line => line == "other")); // the scheduler lived
    }

    [Fact]
    public void A_failure_that_AwaitEnd_told_of_is_not_told_again()
    {
        var child = Scheduler.Spawn<int>("child", _ => CoroutineWorld.Fails("boom"));
        var joiner = _world.Spawn("joiner", child.AwaitEnd());
        Scheduler.Run();
        Assert.Equal(CoroutineState.Ended, joiner.State);
        Assert.Equal("boom", child.Failure!.Message);
        Assert.Equal("boom", Assert.Throws<CoroutineFailedException>(() => child.Result).InnerException!.Message);
    }

    [Fact]
    public void JoinAll_tells_all_failures_in_the_order_given()
    {
        var slow = Scheduler.Spawn("slow", CoroutineWorld.Fails("1", yields: 5));
        var fine = _world.Spawn("fine");
        var fast = Scheduler.Spawn("fast", CoroutineWorld.Fails("2"));
        var joiner = _world.Spawn("joiner", Step.JoinAll(slow, fine, fast));
        Assert.Throws<AggregateException>(() => Scheduler.Run());
        var told = Assert.IsType<AggregateException>(joiner.Failure).InnerExceptions;
        Assert.Equal(["slow", "fast"], told.Cast<CoroutineFailedException>().Select(one => one.Coroutine));
    }

    [Fact]
    public void Failures_that_nobody_joined_are_told_by_Run_in_the_order_of_their_ends()
    {
        Scheduler.Spawn("late", CoroutineWorld.Fails("1", yields: 3));
        Scheduler.Spawn("early", CoroutineWorld.Fails("2"));
        _world.Spawn("fine", Step.Yield, Step.Yield, Step.Yield, Step.Yield);
        var all = Assert.Throws<AggregateException>(() => Scheduler.Run()).InnerExceptions;
        Assert.Equal(["early", "late"], all.Cast<CoroutineFailedException>().Select(one => one.Coroutine));
        Assert.Contains("fine ends", _world.Log);
        Scheduler.Run(); // told once
    }

    [Fact]
    public void A_body_that_is_cancelled_does_not_go_on_but_its_finally_blocks_run()
    {
        var inbox = new Inbox<int>(Scheduler);
        var end = _world.Spawn("long", CoroutineWorld.Sleep(9));
        Coroutine[] victims =
        [
            _world.Spawn("sleeps", CoroutineWorld.Sleep(100)),
            _world.Spawn("receives", inbox.Receive()),
            _world.Spawn("joins", end.Join()),
            _world.Spawn("yields", [.. Enumerable.Repeat(Step.Yield, 1_000)]),
        ];
        IEnumerable<Step> Canceller()
        {
            yield return Step.Yield;
            foreach (var victim in victims)
            {
                Assert.True(victim.Cancel());
                Assert.False(victim.Cancel());
            }
            var turns = _world.Log.Count;
            yield return Step.JoinAll(victims.Select(victim => Scheduler.Spawn("watch", Watch(victim))));
            Assert.Equal(victims.Select(victim => $"{victim.Name} ends").Order(), _world.Log.Skip(turns).Order());
        }
        static IEnumerable<Step> Watch(Coroutine victim) { yield return victim.AwaitEnd(); }
        Scheduler.Spawn("canceller", Canceller());
        Scheduler.Run();
        Assert.All(victims, victim =>
        {
            Assert.Equal(CoroutineState.Cancelled, victim.State);
            Assert.IsType<OperationCanceledException>(victim.Failure);
            Assert.False(victim.Cancel());
        });
        Assert.Equal(9, _world.Seconds); // nobody slept for 100 s
        Assert.Equal("sleeps: Cancelled", DebuggerText.Of(victims[0]));
    }

    [Fact]
    public void One_that_has_not_begun_ends_without_having_run()
    {
        var victim = _world.Spawn("victim");
        Assert.True(victim.Cancel());
        Scheduler.Run();
        Assert.Empty(_world.Log);
        Assert.Equal(CoroutineState.Cancelled, victim.State);
    }

    [Fact]
    public void One_that_cancels_itself_ends_at_its_next_yield()
    {
        Coroutine? me = null;
        IEnumerable<Step> Body(bool yields)
        {
            _world.Log.Add("begins");
            Assert.True(me!.Cancel());
            _world.Log.Add("goes on");
            if (yields) yield return Step.Yield;
            _world.Log.Add("comes to its end");
        }
        me = Scheduler.Spawn("me", Body(yields: true));
        Scheduler.Run();
        Assert.Equal(["begins", "goes on"], _world.Log);
        Assert.Equal(CoroutineState.Cancelled, me.State);

        me = Scheduler.Spawn("me", Body(yields: false));
        Scheduler.Run();
        Assert.Equal(CoroutineState.Ended, me.State); // there was no next yield
    }

    [Fact]
    public void Who_joins_a_cancelled_one_is_told()
    {
        var victim = _world.Spawn("victim", CoroutineWorld.Sleep(5));
        var joiner = _world.Spawn("joiner", victim.Join());
        IEnumerable<Step> Canceller() { yield return Step.Yield; victim.Cancel(); }
        Scheduler.Spawn("canceller", Canceller());
        Assert.Throws<AggregateException>(() => Scheduler.Run());
        var told = Assert.IsType<CoroutineFailedException>(joiner.Failure);
        Assert.Equal("victim", told.Coroutine);
        Assert.IsType<OperationCanceledException>(told.InnerException);
    }

    [Fact]
    public void A_cancellation_that_nobody_joined_is_no_failure()
    {
        _world.Spawn("victim", Step.Yield).Cancel();
        Scheduler.Run();
    }

    [Fact]
    public void A_finally_block_that_throws_is_the_failure()
    {
        IEnumerable<Step> Body()
        {
            try { yield return CoroutineWorld.Sleep(5); }
            finally { throw new FormatException("in finally"); }
        }
        var victim = Scheduler.Spawn("victim", Body());
        IEnumerable<Step> Canceller() { yield return Step.Yield; victim.Cancel(); }
        Scheduler.Spawn("canceller", Canceller());
        var all = Assert.Throws<AggregateException>(() => Scheduler.Run());
        Assert.Equal("victim failed: in finally", Assert.Single(all.InnerExceptions).Message);
        Assert.Equal(CoroutineState.Failed, victim.State);
    }

    [Fact]
    public void A_joiner_that_is_cancelled_leaves_the_other_alone_and_its_failure_untold()
    {
        var child = Scheduler.Spawn("child", CoroutineWorld.Fails("boom", yields: 3));
        var joiner = _world.Spawn("joiner", child.Join());
        IEnumerable<Step> Canceller() { yield return Step.Yield; joiner.Cancel(); }
        Scheduler.Spawn("canceller", Canceller());
        var all = Assert.Throws<AggregateException>(() => Scheduler.Run());
        Assert.Equal("child failed: boom", Assert.Single(all.InnerExceptions).Message);
        Assert.Equal(CoroutineState.Cancelled, joiner.State);
    }

    [Fact]
    public void One_that_joins_itself_or_a_stranger_fails()
    {
        Coroutine? me = null;
        IEnumerable<Step> JoinsItself() { yield return me!.Join(); }
        me = Scheduler.Spawn("me", JoinsItself());
        var stranger = new CoroutineWorld().Spawn("stranger");
        var other = _world.Spawn("other", stranger.Join());
        Assert.Throws<AggregateException>(() => Scheduler.Run());
        Assert.IsType<InvalidOperationException>(me.Failure);
        Assert.IsType<InvalidOperationException>(other.Failure);
        Assert.Equal(["other", "other ends"], _world.Log);
    }

    [Fact]
    public void The_finally_blocks_of_one_that_must_not_wait_still_belong_to_its_turn()
    {
        Coroutine<int>? me = null;
        IEnumerable<Step> JoinsItself(Coroutine<int> self)
        {
            try { yield return self.Join(); }
            finally
            {
                self.Return(7);
                self.Cancel();
                _world.Log.Add("cleaned up");
            }
        }
        me = Scheduler.Spawn<int>("me", JoinsItself);
        Assert.Throws<AggregateException>(() => Scheduler.Run());
        Assert.Equal(["cleaned up"], _world.Log);
        Assert.Equal(CoroutineState.Failed, me.State);
        Assert.Contains("joins itself", me.Failure!.Message);
        Assert.Equal("0 ready, 0 asleep, 0 alive", DebuggerText.Of(Scheduler));
    }

    [Fact]
    public void JoinAll_refuses_what_is_no_coroutine_where_it_is_called()
    {
        IEnumerable<Step> Body() { yield return Step.JoinAll(_world.Spawn("child"), null!); }
        var joiner = Scheduler.Spawn("joiner", Body());
        Assert.Throws<AggregateException>(() => Scheduler.Run());
        Assert.IsType<ArgumentException>(joiner.Failure);
        Assert.Throws<ArgumentNullException>(() => Step.JoinAll(null!));
    }

    [Fact]
    public void A_step_that_another_waits_with_is_refused()
    {
        var slow = _world.Spawn("slow", CoroutineWorld.Sleep(1));
        var step = slow.Join();
        var first = _world.Spawn("first", step, step); // again by the same one, later: fine
        var second = _world.Spawn("second", step);
        Assert.Throws<AggregateException>(() => Scheduler.Run());
        Assert.Equal(CoroutineState.Ended, first.State);
        Assert.IsType<InvalidOperationException>(second.Failure);
    }

    [Fact]
    public void Ten_thousand_in_a_chain_of_joins_end()
    {
        Coroutine last = _world.Spawn("0", CoroutineWorld.Sleep(1));
        for (var i = 1; i < 10_000; i++) last = _world.Spawn($"{i}", last.Join());
        Scheduler.Run();
        Assert.Equal(CoroutineState.Ended, last.State);
    }
}
