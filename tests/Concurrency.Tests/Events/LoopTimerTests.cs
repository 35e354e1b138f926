using Workbook.Concurrency.Events;

namespace Workbook.Concurrency.Tests.Events;

public sealed class LoopTimerTests
{
    private readonly LoopWorld _world = new();

    private EventLoop Loop => _world.Loop;

    private List<string> Log => _world.Log;

    private static TimeSpan Seconds(double seconds) => LoopWorld.Seconds(seconds);

    [Fact]
    public void A_timer_fires_once_when_it_is_due()
    {
        Loop.After(Seconds(2), _world.Note("two"));
        Loop.After(Seconds(1), _world.Note("one"));
        Loop.After(TimeSpan.Zero, _world.Note("now"));
        _world.RunUntil(10);
        Assert.Equal(["now 0", "one 1", "two 2"], Log);
    }

    [Fact]
    public void Timers_of_one_time_fire_in_the_order_in_which_they_were_made()
    {
        for (var i = 0; i < 10; i++) Loop.After(Seconds(1), _world.Note($"{i}"));
        _world.RunUntil(1);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i} 1"), Log);
    }

    [Fact]
    public void A_recurring_timer_fires_after_each_period()
    {
        Loop.Every(Seconds(2), _world.Note("tick"));
        _world.RunUntil(7);
        Assert.Equal(["tick 2", "tick 4", "tick 6"], Log);
    }

    [Fact]
    public void A_late_recurring_timer_skips_what_it_missed_and_keeps_its_beat()
    {
        var isLate = true;
        Loop.Every(Seconds(1), () =>
        {
            _world.Note("tick")();
            if (isLate) _world.Clock.Advance(Seconds(3.5)); // the first one takes long: until 4.5
            isLate = false;
        });
        _world.RunUntil(6.5);
        Assert.Equal(["tick 1", "tick 4.5", "tick 5", "tick 6"], Log); // one for 2, 3 and 4
    }

    [Fact]
    public void A_timer_that_is_late_by_exactly_a_period_does_not_fire_twice()
    {
        Loop.Every(Seconds(1), _world.Note("tick"));
        Loop.After(TimeSpan.Zero, () => _world.Clock.Advance(Seconds(2)));
        _world.RunUntil(4.5);
        Assert.Equal(["tick 2", "tick 3", "tick 4"], Log);
    }

    [Fact]
    public void A_timer_that_is_due_goes_before_the_events_of_its_round()
    {
        Loop.Post(_world.Word, "a");
        Loop.Post(_world.Word, "b");
        Loop.After(TimeSpan.Zero, _world.Note("timer"));
        _world.RunUntil(1);
        Assert.Equal(["timer 0", "a", "b"], Log);
    }

    [Fact]
    public void Events_without_end_do_not_starve_a_timer_nor_a_timer_events()
    {
        var more = Loop.Define<int>("more");
        var (posted, ticks) = (0, 0);
        Loop.Register(more, _ =>
        {
            posted++;
            _world.Clock.Advance(Seconds(1)); // always late
            Loop.Post(more, 0);
        });
        Loop.Every(Seconds(0.001), () => { if (++ticks == 100) Loop.Stop(StopMode.Drop); });
        Loop.Post(more, 0);
        Loop.Run();
        Assert.Empty(_world.Failures);
        Assert.InRange(posted, 99, 101);
    }

    [Fact]
    public void A_timer_that_was_taken_back_does_not_fire()
    {
        var once = Loop.After(Seconds(2), _world.Note("once"));
        IDisposable? beat = null;
        beat = Loop.Every(Seconds(1), () =>
        {
            _world.Note("beat")();
            once.Dispose();
            if (_world.Clock.Now >= Seconds(3)) beat!.Dispose();
        });
        _world.RunUntil(10);
        Assert.Equal(["beat 1", "beat 2", "beat 3"], Log);
        once.Dispose(); // may be repeated
    }

    [Fact]
    public void A_timer_that_is_taken_back_by_another_of_its_round_does_not_fire()
    {
        IDisposable? second = null;
        Loop.After(Seconds(1), () => second!.Dispose());
        second = Loop.After(Seconds(1), _world.Note("second"));
        _world.RunUntil(2);
        Assert.Empty(Log);
    }

    [Fact]
    public void A_timer_may_make_another()
    {
        Loop.After(Seconds(1), () => Loop.After(Seconds(1), _world.Note("second")));
        _world.RunUntil(3);
        Assert.Equal(["second 2"], Log);
    }

    [Fact]
    public void Timers_do_not_fire_once_the_loop_is_stopped()
    {
        Loop.After(TimeSpan.Zero, _world.Note("timer"));
        _world.Drain();
        Loop.After(TimeSpan.Zero, _world.Note("timer")).Dispose();
        Assert.Empty(Log);
    }

    [Fact]
    public void A_time_out_of_range_is_refused()
    {
        var tooLong = TimeSpan.FromMilliseconds(1.0 + int.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Loop.After(TimeSpan.FromTicks(-1), () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loop.After(tooLong, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loop.Every(TimeSpan.Zero, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loop.Every(tooLong, () => { }));
        Assert.Throws<ArgumentNullException>(() => Loop.After(TimeSpan.Zero, null!));
        Loop.Every(TimeSpan.FromTicks(1), () => Loop.Stop());
        Loop.After(TimeSpan.FromMilliseconds(int.MaxValue), () => { });
        Loop.Run();
    }

    [Fact]
    public void A_timer_on_the_machines_clock_is_not_too_early()
    {
        var loop = new EventLoop();
        var time = Seconds(0.02);
        Assert.True(Patience.NotEarlierThan(time, () =>
        {
            loop.After(time, () => loop.Stop());
            loop.Run();
            return true;
        }));
    }
}
