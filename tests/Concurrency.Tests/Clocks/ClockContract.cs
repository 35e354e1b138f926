using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Clocks;

/// <summary>What holds for every clock.</summary>
public abstract class ClockContract
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    protected abstract IClock Make();

    [Fact]
    public void Wait_returns_false_when_that_much_of_its_time_has_passed()
    {
        var clock = Make();
        var before = clock.Now;
        Assert.False(clock.Wait(new Parker(), _short, CancellationToken.None));
        Assert.True(clock.Now - before >= _short);
    }

    [Fact]
    public void Now_never_goes_back()
    {
        var clock = Make();
        var last = clock.Now;
        for (var i = 0; i < 1_000; i++)
        {
            var now = clock.Now;
            Assert.True(now >= last);
            last = now;
        }
    }

    [Fact]
    public void A_permit_that_is_there_ends_the_wait_before_it_begins()
    {
        var (clock, parker) = (Make(), new Parker());
        parker.Unpark();
        Assert.True(clock.Wait(parker, Timeout.InfiniteTimeSpan, CancellationToken.None));
        parker.Unpark();
        Assert.True(clock.Wait(parker, TimeSpan.FromDays(1), CancellationToken.None));
    }

    [Fact]
    public void Unpark_ends_a_wait_without_end()
    {
        var (clock, parker) = (Make(), new Parker());
        var worker = WorkerThread.Start("waiter",
            () => Assert.True(clock.Wait(parker, Timeout.InfiniteTimeSpan, CancellationToken.None)), background: true);
        Patience.UntilShown(parker, "parked");
        parker.Unpark();
        Patience.MustEnd(worker);
    }

    [Fact]
    public void A_cancelled_token_means_do_not_wait()
    {
        var clock = Make();
        Assert.False(clock.Wait(new Parker(), Timeout.InfiniteTimeSpan, new CancellationToken(canceled: true)));
        Assert.False(clock.Wait(new Parker(), TimeSpan.FromDays(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Cancellation_ends_a_wait_without_end()
    {
        var (clock, parker) = (Make(), new Parker());
        using var source = new CancellationTokenSource();
        var worker = WorkerThread.Start("waiter",
            () => Assert.False(clock.Wait(parker, Timeout.InfiniteTimeSpan, source.Token)), background: true);
        Patience.UntilShown(parker, "parked");
        source.Cancel();
        Patience.MustEnd(worker);
    }

    [Fact]
    public void A_time_out_of_range_is_refused()
    {
        var clock = Make();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => clock.Wait(new Parker(), TimeSpan.FromMilliseconds(-2), CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => clock.Wait(new Parker(), TimeSpan.FromMilliseconds(1.0 + int.MaxValue), CancellationToken.None));
        Assert.Throws<ArgumentNullException>(() => clock.Wait(null!, TimeSpan.Zero, CancellationToken.None));
    }
}
