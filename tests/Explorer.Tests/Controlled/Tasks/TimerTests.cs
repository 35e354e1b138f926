using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

public class TimerTests
{
    [Fact]
    public void A_timer_that_nobody_waits_for_does_not_keep_the_test()
    {
        var verdict = Explore.Test(() =>
        {
            using var timer = new Timer(_ => { }, null, 1, 1);
            var thread = new Thread(() => { });
            thread.Start();
            thread.Join();
        });
        Assert.Equal(Strength.Proved, verdict.Strength);
    }

    [Fact]
    public void One_that_is_never_disposed_of_does_not_either()
    {
        var verdict = Explore.Test(() => { _ = new Timer(_ => { }, null, 1, 1); });
        Assert.Equal(Strength.Proved, verdict.Strength);
    }

    [Fact]
    public void Ticks_are_counted_under_a_lock() => Judged.Holds(() =>
    {
        var (ticks, gate) = (0, new object());
        using var timer = new Timer(_ =>
        {
            lock (gate)
            {
                ticks++;
                Monitor.Pulse(gate);
            }
        }, null, 1, 1);
        lock (gate)
        {
            while (ticks < 4) Monitor.Wait(gate);
        }
    });

    [Fact]
    public void Two_ticks_at_once_race() => Judged.Fails(() =>
    {
        var ticks = 0;
        using var done = new CountdownEvent(2);
        using var timer = new Timer(_ => { ticks++; if (!done.IsSet) done.Signal(); }, null, 1, 1);
        done.Wait();
    }, FailureKind.Race, FailureKind.Misuse);

    [Fact]
    public void Dispose_does_not_wait_for_the_call() => Judged.Fails(() =>
    {
        var x = 0;
        var timer = new Timer(_ => x++, null, 1, Timeout.Infinite);
        timer.Dispose();
        x++;
    }, FailureKind.Race);

    [Fact]
    public void Dispose_with_a_handle_waits_for_it() => Judged.Holds(() =>
    {
        var x = 0;
        using var gone = new ManualResetEvent(false);
        var timer = new Timer(_ => x++, null, 1, Timeout.Infinite);
        timer.Dispose(gone);
        gone.WaitOne();
        x++;
    });

    [Fact]
    public void Disposed_of_asynchronously_it_is_waited_for() => Judged.Holds(() =>
    {
        var x = 0;
        async Task Use()
        {
            await using (new Timer(_ => x++, null, 1, Timeout.Infinite)) await Task.Yield();
            x++;
        }
        Use().Wait();
    });

    [Fact]
    public void A_timer_that_was_called_off_may_have_called() => Judged.Fails(() =>
    {
        var called = 0;
        using var timer = new Timer(_ => Volatile.Write(ref called, 1), null, 10, Timeout.Infinite);
        timer.Change(Timeout.Infinite, Timeout.Infinite);
        Assert.Equal(0, Volatile.Read(ref called));
    }, FailureKind.Assertion);

    [Fact]
    public void A_deadlock_beside_a_timer_is_found() => Judged.Fails(() =>
    {
        using var never = new ManualResetEventSlim();
        using var timer = new Timer(_ => { }, null, 1, 1);
        never.Wait();
    }, FailureKind.Deadlock, FailureKind.PartialDeadlock, FailureKind.LostWakeup);

    [Fact]
    public void Looking_again_and_again_for_a_tick_ends() => Judged.Holds(() =>
    {
        var (ticks, rounds) = (0, 0);
        using var timer = new Timer(_ => Interlocked.Increment(ref ticks), null, 1, 1);
        while (Volatile.Read(ref ticks) < 4)
        {
            rounds++;
            Thread.Sleep(1);
        }
    });

    [Fact]
    public void A_periodic_timer_until_it_is_disposed_of() => Judged.Holds(() =>
    {
        var ticks = 0;
        var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        async Task Count()
        {
            while (await timer.WaitForNextTickAsync()) ticks++;
        }
        var count = Count();
        timer.Dispose();
        count.Wait();
        Assert.InRange(ticks, 0, 10);
    });

    [Fact]
    public void A_periodic_timer_until_it_is_cancelled() => Judged.Holds(() =>
    {
        var ticks = 0;
        using var source = new CancellationTokenSource();
        async Task Count()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            try
            {
                while (await timer.WaitForNextTickAsync(source.Token)) ticks++;
            }
            catch (OperationCanceledException) { }
        }
        var count = Count();
        source.CancelAfter(12);
        count.Wait();
    });

    [Fact]
    public void Two_who_wait_for_one_periodic_timer() => Judged.Fails(() =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        async Task Tick() => await timer.WaitForNextTickAsync();
        Task.WaitAll(Task.Run(Tick), Task.Run(Tick));
    }, FailureKind.Exception, FailureKind.Misuse);
}
