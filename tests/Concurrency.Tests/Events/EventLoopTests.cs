using System.Reflection;
using Workbook.Concurrency.Events;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Events;

public sealed class EventLoopTests
{
    private readonly LoopWorld _world = new();

    private EventLoop Loop => _world.Loop;

    private EventType<string> Word => _world.Word;

    private List<string> Log => _world.Log;

    // A loop on a thread of its own, on the machine's clock, that sleeps.
    private static (EventLoop Loop, WorkerThread Worker) StartIdle(CancellationToken cancel = default)
    {
        var loop = new EventLoop();
        var worker = WorkerThread.Start("loop", () => loop.Run(cancel), background: true);
        Patience.UntilShown(loop, "idle");
        return (loop, worker);
    }

    [Fact]
    public void Events_of_all_kinds_are_dispatched_in_the_order_of_their_posts()
    {
        var number = Loop.Define<int>("number");
        Loop.Register(number, n => Log.Add($"{n}"));
        var expected = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            if (i % 3 == 0) Assert.True(Loop.Post(Word, $"w{i}"));
            else Assert.True(Loop.Post(number, i));
            expected.Add(i % 3 == 0 ? $"w{i}" : $"{i}");
        }
        Assert.Empty(Log);
        _world.Drain();
        Assert.Equal(expected, Log);
    }

    [Fact]
    public void Handlers_are_called_in_the_order_of_their_registration()
    {
        Loop.Register(Word, word => Log.Add($"second {word}"));
        Loop.Register(Word, word => Log.Add($"third {word}"));
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        _world.Drain();
        Assert.Equal(["a", "second a", "third a", "b", "second b", "third b"], Log);
    }

    [Fact]
    public void An_event_without_handlers_is_dropped()
    {
        Loop.Post(Loop.Define<int>("nobody"), 1);
        Loop.Post(Word, "a");
        _world.Drain();
        Assert.Equal(["a"], Log);
    }

    [Fact]
    public void What_a_handler_posts_comes_after_all_that_was_posted_before()
    {
        Loop.Register(Word, word => { if (word == "a") Loop.Post(Word, "c"); });
        Loop.Register(Word, word => { if (word == "c") Loop.Stop(); });
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        Loop.Run();
        Assert.Equal(["a", "b", "c"], Log);
    }

    [Fact]
    public void A_handler_that_is_registered_during_dispatch_waits_for_the_next_event()
    {
        var isIn = false;
        Loop.Register(Word, _ =>
        {
            if (!isIn) Loop.Register(Word, word => Log.Add($"late {word}"));
            isIn = true;
        });
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        _world.Drain();
        Assert.Equal(["a", "b", "late b"], Log);
    }

    [Fact]
    public void A_handler_that_is_unregistered_during_dispatch_is_not_called_any_more()
    {
        IDisposable? third = null;
        Loop.Register(Word, _ => third!.Dispose());
        third = Loop.Register(Word, word => Log.Add($"third {word}"));
        Loop.Register(Word, word => Log.Add($"fourth {word}"));
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        _world.Drain();
        Assert.Equal(["a", "fourth a", "b", "fourth b"], Log);
        third.Dispose(); // may be repeated
    }

    [Fact]
    public void A_handler_that_unregisters_itself_is_called_once()
    {
        IDisposable? me = null;
        me = Loop.Register(Word, word => { Log.Add($"once {word}"); me!.Dispose(); });
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        _world.Drain();
        Assert.Equal(["a", "once a", "b"], Log);
    }

    [Fact]
    public void A_handler_that_throws_is_reported_and_the_others_and_the_loop_go_on()
    {
        Loop.Register(Word, word => throw new FormatException(word));
        Loop.Register(Word, word => Log.Add($"third {word}"));
        Loop.After(TimeSpan.Zero, () => throw new FormatException("tick"));
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        Loop.After(LoopWorld.Seconds(1), () => Loop.Stop());
        Loop.Run();
        Assert.Equal(["a", "third a", "b", "third b"], Log);
        Assert.Equal(["timer", "word", "word"], _world.Failures.Select(failure => failure.Origin));
        Assert.Equal("A handler of word failed: a", _world.Failures[1].Message);
        Assert.IsType<FormatException>(_world.Failures[1].InnerException);
    }

    [Fact]
    public void A_listener_to_failures_that_throws_ends_the_loop()
    {
        var loop = new EventLoop();
        var word = loop.Define<string>("word");
        loop.Register(word, _ => throw new FormatException());
        loop.HandlerFailed += failure => throw failure;
        loop.Post(word, "a");
        Assert.Throws<HandlerFailedException>(() => loop.Run());
        Assert.False(loop.Post(word, "b"));
    }

    [Fact]
    public void A_post_of_another_thread_wakes_the_loop_and_brings_what_it_wrote()
    {
        var (loop, worker) = StartIdle();
        var number = loop.Define<int>("number");
        int[] written = [0];
        var seen = 0;
        loop.Register(number, _ => { seen = written[0]; loop.Stop(); });
        written[0] = 42;
        Assert.True(loop.Post(number, 1));
        Patience.MustEnd(worker);
        Assert.Equal(42, seen);
    }

    [Fact]
    public void A_timer_of_another_thread_wakes_the_loop()
    {
        var (loop, worker) = StartIdle();
        loop.After(LoopWorld.Seconds(1_000), () => { });
        Patience.UntilShown(loop, "idle");
        loop.After(TimeSpan.Zero, () => loop.Stop());
        Patience.MustEnd(worker);
    }

    [Fact]
    public void Stop_that_drains_dispatches_what_was_posted_before_and_refuses_the_rest()
    {
        Loop.Register(Word, word =>
        {
            if (word != "a") return;
            Loop.Stop();
            Assert.False(Loop.Post(Word, "late"));
        });
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        Loop.Run();
        Assert.Equal(["a", "b"], Log);
        Assert.Empty(_world.Failures);
        Assert.False(Loop.Post(Word, "later"));
        Assert.Equal("0 posted, 0 timers, stopped", DebuggerText.Of(Loop));
    }

    [Fact]
    public void Stop_that_drops_finishes_the_event_under_dispatch_only()
    {
        Loop.Register(Word, word => Loop.Stop(StopMode.Drop));
        Loop.Register(Word, word => Log.Add($"third {word}"));
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        Loop.Run();
        Assert.Equal(["a", "third a"], Log);
    }

    [Fact]
    public void Drop_cuts_a_drain_short_and_a_drain_after_it_changes_nothing()
    {
        Loop.Register(Word, word =>
        {
            Loop.Stop();
            if (word != "b") return;
            Loop.Stop(StopMode.Drop);
            Loop.Stop();
        });
        foreach (var word in new[] { "a", "b", "c" }) Loop.Post(Word, word);
        Loop.Run();
        Assert.Equal(["a", "b"], Log);
    }

    [Fact]
    public void Stop_before_Run_drains_or_drops_and_returns()
    {
        Loop.Post(Word, "a");
        _world.Drain();
        Assert.Equal(["a"], Log);

        var other = new LoopWorld();
        other.Loop.Post(other.Word, "a");
        other.Loop.Stop(StopMode.Drop);
        other.Loop.Run();
        Assert.Empty(other.Log);
    }

    [Fact]
    public void Stop_wakes_a_loop_that_sleeps()
    {
        foreach (var mode in Enum.GetValues<StopMode>())
        {
            var (loop, worker) = StartIdle();
            loop.Stop(mode);
            Patience.MustEnd(worker);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Loop.Stop((StopMode)7));
    }

    [Fact]
    public void Cancellation_wakes_a_loop_that_sleeps_and_stops_it()
    {
        using var source = new CancellationTokenSource();
        var (loop, worker) = StartIdle(source.Token);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(worker).CancellationToken);
        Assert.False(loop.Post(loop.Define<int>("number"), 1));
    }

    [Fact]
    public void Cancellation_drops_what_is_queued()
    {
        using var source = new CancellationTokenSource();
        Loop.Register(Word, _ => source.Cancel());
        Loop.Post(Word, "a");
        Loop.Post(Word, "b");
        Assert.Throws<OperationCanceledException>(() => Loop.Run(source.Token));
        Assert.Equal(["a"], Log);
        Assert.Equal("0 posted, 0 timers, stopped", DebuggerText.Of(Loop));
    }

    [Fact]
    public void A_cancelled_token_does_not_matter_to_a_loop_that_has_nothing_left_to_do()
    {
        Loop.Stop();
        Loop.Run(new CancellationToken(canceled: true));

        var other = new LoopWorld();
        other.Loop.Post(other.Word, "a");
        Assert.Throws<OperationCanceledException>(() => other.Loop.Run(new CancellationToken(canceled: true)));
        Assert.Empty(other.Log);
    }

    [Fact]
    public void A_loop_runs_once()
    {
        Loop.Register(Word, _ => Loop.Run());
        Loop.Post(Word, "a");
        Loop.Stop();
        Loop.Run();
        Assert.IsType<InvalidOperationException>(Assert.Single(_world.Failures).InnerException); // nested
        Assert.Throws<InvalidOperationException>(() => Loop.Run());                              // again
        var (loop, worker) = StartIdle();
        Assert.Throws<InvalidOperationException>(() => loop.Run());                              // twice at a time
        loop.Stop();
        Patience.MustEnd(worker);
    }

    [Fact]
    public void A_type_of_another_loop_is_refused()
    {
        var strange = new EventLoop().Define<string>("strange");
        Assert.Throws<ArgumentException>(() => Loop.Post(strange, "a"));
        Assert.Throws<ArgumentException>(() => Loop.Register(strange, _ => { }));
        Assert.Throws<ArgumentNullException>(() => Loop.Post(null!, "a"));
        Assert.Throws<ArgumentNullException>(() => Loop.Register(Word, null!));
        Assert.Throws<ArgumentException>(() => Loop.Define<int>(""));
    }

    [Fact]
    public void An_interrupted_loop_is_stopped()
    {
        var loop = new EventLoop();
        var thread = new Thread(() => Assert.Throws<ThreadInterruptedException>(() => loop.Run())) { IsBackground = true };
        thread.Start();
        Patience.UntilShown(loop, "idle");
        Patience.Until(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the loop sleeps");
        thread.Interrupt();
        Assert.True(thread.Join(Patience.Long));
        Assert.False(loop.Post(loop.Define<int>("number"), 1));
    }

    [Fact]
    public void A_loop_that_ends_is_stopped_although_it_is_interrupted_on_its_way_out()
    {
        var loop = new EventLoop();
        var number = loop.Define<int>("number");
        var (inListener, mayThrow) = (new OneShotLatch(), new OneShotLatch());
        loop.Register(number, _ => throw new FormatException());
        loop.HandlerFailed += failure =>
        {
            inListener.Open();
            mayThrow.Wait(Patience.Long);
            Thread.CurrentThread.Interrupt(); // meets it where it waits for the mutex
            throw failure;
        };
        loop.Post(number, 1);
        var worker = WorkerThread.Start("loop", () => loop.Run(), background: true);
        Assert.True(inListener.Wait(Patience.Long));
        var mutex = MutexOf(loop);
        using (mutex.Hold())
        {
            mayThrow.Open();
            Patience.UntilShown(mutex, "1 waiting");
        }
        Patience.MustFail<HandlerFailedException>(worker);
        Assert.False(loop.Post(number, 2));
    }

    [Fact]
    public void A_Dispose_that_is_interrupted_counts_at_once_and_may_be_repeated()
    {
        var handler = Loop.Register(Word, _ => { });
        var timer = Loop.Every(LoopWorld.Seconds(1), () => { });
        using (MutexOf(Loop).Hold())
            Patience.OnAnotherThread(() =>
            {
                foreach (var one in new[] { handler, timer })
                {
                    Thread.CurrentThread.Interrupt();
                    Assert.Throws<ThreadInterruptedException>(() => one.Dispose());
                    Assert.EndsWith("registered: False", DebuggerText.Of(one));
                }
            });
        handler.Dispose();
        timer.Dispose();
        Assert.Equal("word: 1 handlers", DebuggerText.Of(Word)); // that of the log
        Assert.Equal("0 posted, 0 timers, not started", DebuggerText.Of(Loop));
    }

    [Fact]
    public void The_debugger_shows_what_waits()
    {
        Assert.Equal("0 posted, 0 timers, not started", DebuggerText.Of(Loop));
        Loop.Post(Word, "a");
        using var timer = Loop.Every(LoopWorld.Seconds(2), () => { });
        Assert.Equal("1 posted, 1 timers, not started", DebuggerText.Of(Loop));
        Assert.Equal("word: 1 handlers", DebuggerText.Of(Word));
        Assert.Equal("due 00:00:02, every 00:00:02, registered: True", DebuggerText.Of(timer));
        var shown = "";
        using var handler = Loop.Register(Word, _ => shown = DebuggerText.Of(Loop));
        Assert.Equal("of word, registered: True", DebuggerText.Of(handler));
        _world.Drain();
        Assert.Equal("0 posted, 1 timers, stopped", shown);
    }

    [Fact]
    public void Posting_does_not_allocate_once_the_queue_has_grown()
    {
        var number = Loop.Define<(int, int)>("pair");
        var sum = 0;
        long allocated = -1;
        Loop.Register(number, pair => sum += pair.Item1);
        void Burst() { for (var i = 0; i < 1_000; i++) Loop.Post(number, (i, i)); }
        Burst();
        Loop.After(TimeSpan.Zero, Burst); // both lists have grown
        Loop.After(LoopWorld.Seconds(1), () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Burst();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Loop.Stop();
        });
        Loop.Run();
        Assert.Equal(3 * 499_500, sum);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Nothing_is_lost_and_each_thread_stays_in_order_when_many_post()
    {
        const int Threads = 4, Each = 20_000;
        var loop = new EventLoop();
        var number = loop.Define<(int Thread, int Value)>("number");
        var end = loop.Define<bool>("end");
        var (next, ended) = (new int[Threads], 0);
        var wrong = 0;
        loop.Register(number, posted => { if (next[posted.Thread]++ != posted.Value) wrong++; });
        loop.Register(end, _ => { if (++ended == Threads) loop.Stop(); });
        var worker = WorkerThread.Start("loop", () => loop.Run(), background: true);
        var group = new ThreadGroup();
        for (var thread = 0; thread < Threads; thread++)
        {
            var me = thread;
            group.Start($"poster {me}", () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    loop.Post(number, (me, i));
                    if (i % 1_000 == 0) loop.After(TimeSpan.Zero, () => { });
                }
                loop.Post(end, true);
            }, background: true);
        }
        group.End();
        Patience.MustEnd(worker);
        Assert.Equal(0, wrong);
        Assert.All(next, count => Assert.Equal(Each, count));
    }

    [Fact]
    public void An_event_is_dispatched_exactly_if_its_post_returned_true_whenever_the_loop_is_stopped()
    {
        for (var round = 0; round < 50; round++)
        {
            var loop = new EventLoop();
            var number = loop.Define<int>("number");
            var (dispatched, accepted) = (0, 0);
            loop.Register(number, _ => dispatched++);
            var worker = WorkerThread.Start("loop", () => loop.Run(), background: true);
            var poster = WorkerThread.Start("poster", () => { while (loop.Post(number, 1)) accepted++; }, background: true);
            Patience.Until(() => Volatile.Read(ref accepted) > round * 10, "some are posted");
            loop.Stop();
            Patience.MustEnd(poster, worker);
            Assert.Equal(accepted, dispatched);
        }
    }

    private static ILock MutexOf(EventLoop loop) =>
        (ILock)typeof(EventLoop).GetField("_mutex", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(loop)!;
}
