using System.Reflection;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Threads;

public sealed class ParkerTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_permit_that_came_first_lets_the_next_park_return_at_once()
    {
        var parker = new Parker();
        parker.Unpark();
        Assert.Equal("permit", DebuggerText.Of(parker));
        Assert.True(parker.Park(TimeSpan.Zero));
        Assert.Equal("empty", DebuggerText.Of(parker));
    }

    [Fact]
    public void The_permit_does_not_accumulate()
    {
        var parker = new Parker();
        parker.Unpark();
        parker.Unpark();
        Assert.True(parker.Park(TimeSpan.Zero));
        Assert.False(parker.Park(TimeSpan.Zero));
    }

    [Fact]
    public void Unpark_wakes_the_parked_thread()
    {
        var parker = new Parker();
        var sleeper = WorkerThread.Start("sleeper", () => parker.Park(), background: true);
        UntilParked(parker);
        parker.Unpark();
        sleeper.Ends();
        Assert.False(parker.Park(TimeSpan.Zero)); // it took the permit
    }

    [Fact]
    public void A_timed_park_returns_false_and_not_before_its_time()
    {
        var parker = new Parker();
        Assert.False(Patience.NotEarlierThan(_short, () => parker.Park(_short)));
        Assert.Equal("empty", DebuggerText.Of(parker));
    }

    [Fact]
    public void A_permit_after_a_timeout_is_kept_for_the_next_park()
    {
        var parker = new Parker();
        Assert.False(parker.Park(TimeSpan.Zero));
        parker.Unpark();
        Assert.True(parker.Park(TimeSpan.Zero));
    }

    [Fact]
    public void Cancellation_wakes_the_parked_thread()
    {
        var parker = new Parker();
        using var source = new CancellationTokenSource();
        var sleeper = WorkerThread.Start("sleeper", () =>
        {
            Assert.Throws<OperationCanceledException>(() => parker.Park(source.Token));
        }, background: true);
        UntilParked(parker);
        source.Cancel();
        sleeper.Ends();
        Assert.Equal("empty", DebuggerText.Of(parker));
    }

    [Fact]
    public void A_cancelled_token_takes_a_permit_that_is_there_and_otherwise_does_not_wait()
    {
        var parker = new Parker();
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => parker.Park(cancelled));
        Assert.Throws<OperationCanceledException>(() => parker.Park(Patience.Long, cancelled));
        parker.Unpark();
        Assert.True(parker.Park(Patience.Long, cancelled));
        parker.Unpark();
        parker.Park(cancelled);
    }

    [Fact]
    public void A_second_thread_is_refused_while_one_is_parked()
    {
        var parker = new Parker();
        var sleeper = WorkerThread.Start("sleeper", () => parker.Park(), background: true);
        UntilParked(parker);
        Assert.Contains("a parker of its own", Assert.Throws<InvalidOperationException>(() => parker.Park()).Message);
        Assert.Equal("parked", DebuggerText.Of(parker)); // the first sleeps on
        parker.Unpark();
        sleeper.Ends();
    }

    [Fact]
    public void A_bad_timeout_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Parker().Park(TimeSpan.FromMilliseconds(-2)));

    [Fact]
    public void An_interrupted_thread_leaves_the_parker_as_it_was()
    {
        var parker = new Parker();
        Patience.OnAnotherThread(() =>
        {
            Thread.CurrentThread.Interrupt(); // takes effect at the next block
            Assert.Throws<ThreadInterruptedException>(() => parker.Park());
        });
        Assert.Equal("empty", DebuggerText.Of(parker));
        parker.Unpark();
        Assert.True(parker.Park(TimeSpan.Zero));
    }

    [Fact]
    public void An_interrupt_of_the_waking_thread_does_not_cost_the_wake_up()
    {
        var parker = new Parker();
        var parked = WorkerThread.Start("parked", () => parker.Park(), background: true);
        UntilParked(parker);
        var monitor = typeof(Parker).GetField("_monitor", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(parker)!;
        WorkerThread waker;
        lock (monitor) // so that the waker has to block, and is interrupted there
        {
            waker = WorkerThread.Start("waker", () =>
            {
                Thread.CurrentThread.Interrupt();
                parker.Unpark();
                Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(Patience.Long)); // kept for the next wait
            }, background: true);
            Patience.UntilAsleep(waker);
        }
        Patience.MustEnd(parked, waker);
    }

    [Fact]
    public void Each_thread_has_one_parker_of_its_own_for_the_library()
    {
        var mine = Parker.OfThisThread;
        Assert.Same(mine, Parker.OfThisThread);
        Patience.OnAnotherThread(() => Assert.NotSame(mine, Parker.OfThisThread));
    }

    // Two threads hand a token to and fro: every lost wake-up would stop them.
    [Fact]
    public void In_ten_thousand_handovers_no_wake_up_is_lost()
    {
        Parker ping = new(), pong = new();
        var turn = 0;
        void Play(Parker mine, Parker other, int parity)
        {
            for (var i = parity; i < 10_000; i += 2)
            {
                while (Volatile.Read(ref turn) != i) Assert.True(mine.Park(Patience.Long), "a wake-up was lost");
                Volatile.Write(ref turn, i + 1);
                other.Unpark();
            }
        }
        var group = new ThreadGroup();
        group.Start("ping", () => Play(ping, pong, 0), background: true);
        group.Start("pong", () => Play(pong, ping, 1), background: true);
        group.End();
        Assert.Equal(10_000, turn);
    }

    private static void UntilParked(Parker parker) =>
        Patience.Until(() => DebuggerText.Of(parker) == "parked", "the thread is parked");
}
