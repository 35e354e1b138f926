using System.Diagnostics;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class VirtualTimeTests
{
    private static void Proved(Action test, ExploreOptions? options = null)
    {
        var verdict = Explore.Test(test, options);
        Assert.True(verdict.Strength == Strength.Proved, $"{verdict}\n{verdict.Timeline}");
    }

    [Fact]
    public void A_sleep_takes_its_time_on_every_clock() => Proved(() =>
    {
        var (watch, date, offset, ticks) = (Stopwatch.StartNew(), DateTime.UtcNow, DateTimeOffset.UtcNow,
            Environment.TickCount64);
        var timestamp = TimeProvider.System.GetTimestamp();
        Thread.Sleep(100);
        Assert.InRange(watch.ElapsedMilliseconds, 100, 101);
        Assert.InRange(DateTime.UtcNow - date, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(101));
        Assert.InRange(DateTimeOffset.Now - offset, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(101));
        Assert.InRange(Environment.TickCount64 - ticks, 100, 101);
        Assert.InRange(TimeProvider.System.GetElapsedTime(timestamp), TimeSpan.FromMilliseconds(100),
            TimeSpan.FromMilliseconds(101));
        Assert.Equal(2026, DateTime.UtcNow.Year);
    });

    [Fact]
    public void Who_joins_has_the_later_time_of_the_two() => Proved(() =>
    {
        var watch = Stopwatch.StartNew();
        Thread worker = new(() => Thread.Sleep(50));
        worker.Start();
        Thread.Sleep(20);
        worker.Join();
        Assert.Equal(50, watch.ElapsedMilliseconds);
    });

    [Fact]
    public void Time_does_not_pass_by_what_others_do() => Proved(() =>
    {
        Thread worker = new(() => Thread.Sleep(1000));
        worker.Start();
        var watch = Stopwatch.StartNew();
        Thread.Sleep(5);
        Assert.Equal(5, watch.ElapsedMilliseconds);
        worker.Join();
    });

    [Fact]
    public void A_loop_that_runs_until_a_time_has_come_ends() => Proved(() =>
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (DateTime.UtcNow < end) Thread.SpinWait(1);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromHours(1)) { }
    });

    [Fact]
    public void Two_readings_are_never_the_same() => Proved(() =>
    {
        var first = Stopwatch.GetTimestamp();
        Assert.True(Stopwatch.GetTimestamp() > first);
    });

    [Fact]
    public void A_short_time_limit_may_be_up_before_the_other_comes()
    {
        var verdict = Explore.Test(() =>
        {
            using var set = new ManualResetEventSlim();
            Thread worker = new(set.Set);
            worker.Start();
            Assert.True(set.Wait(100));
            worker.Join();
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
    }

    [Fact]
    public void A_long_one_is_a_guard_that_fires_only_when_nobody_else_can_move() => Proved(() =>
    {
        using var set = new ManualResetEventSlim();
        Thread worker = new(() =>
        {
            Thread.Sleep(5);
            set.Set();
        });
        worker.Start();
        Assert.True(set.Wait(TimeSpan.FromSeconds(10)));
        Assert.True(worker.Join(1000));
    });

    [Fact]
    public void Of_two_guards_the_one_that_is_due_first_fires_first() => Proved(() =>
    {
        using var never = new ManualResetEventSlim();
        var order = new List<int>();
        Thread slow = new(() => Wait(3000)), fast = new(() => Wait(2000));
        slow.Start();
        fast.Start();
        slow.Join();
        fast.Join();
        Assert.Equal([2000, 3000], order);

        void Wait(int milliseconds)
        {
            Assert.False(never.Wait(milliseconds));
            lock (order) order.Add(milliseconds);
        }
    });

    [Fact]
    public void A_wait_whose_time_was_up_has_taken_that_time() => Proved(() =>
    {
        var watch = Stopwatch.StartNew();
        using var never = new AutoResetEvent(false);
        Assert.False(never.WaitOne(250));
        Assert.Equal(250, watch.ElapsedMilliseconds);
    });

    private static readonly Action _sleepsInsteadOfJoining = () =>
    {
        var done = 0;
        Thread worker = new(() =>
        {
            Thread.Sleep(10);
            Volatile.Write(ref done, 1);
        });
        worker.Start();
        Thread.Sleep(2000);
        Assert.Equal(1, Volatile.Read(ref done));
    };

    [Fact]
    public void A_sleep_is_no_synchronisation_however_long_it_is() =>
        Assert.Equal(Strength.Failed, Explore.Test(_sleepsInsteadOfJoining).Strength);

    [Fact]
    public void Where_every_time_limit_is_a_guard_sleeps_last_as_long_as_they_say() =>
        Proved(_sleepsInsteadOfJoining, new ExploreOptions { Guard = TimeSpan.Zero });
}
