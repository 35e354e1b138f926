using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Explored.Threads;

public sealed class ExploredParker
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void A_permit_wakes_whenever_it_comes_and_brings_along_what_was_written() => Explored.Proves(() =>
    {
        var (parker, data) = (new Parker(), 0);
        Together.Run(
            () =>
            {
                data = 1;
                parker.Unpark();
            },
            () =>
            {
                parker.Park();
                Assert.Equal(1, data);
            });
    });

    [Fact]
    public void Permits_do_not_add_up() => Explored.Proves(() =>
    {
        var parker = new Parker();
        Together.Run(parker.Unpark, parker.Unpark);
        Assert.True(parker.Park(TimeSpan.Zero));
        Assert.False(parker.Park(TimeSpan.Zero));
    });

    [Fact]
    public void A_permit_is_not_lost_on_a_wait_that_times_out() => Explored.Proves(() =>
    {
        var (parker, got) = (new Parker(), false);
        Together.Run(parker.Unpark, () => got = parker.Park(_short));
        Assert.NotEqual(got, parker.Park(TimeSpan.Zero));
    });

    [Fact]
    public void A_permit_is_not_lost_on_a_wait_that_is_cancelled() => Explored.Holds(() =>
    {
        var (parker, got) = (new Parker(), true);
        var source = new CancellationTokenSource();
        Together.Run(parker.Unpark, source.Cancel, () =>
        {
            try { parker.Park(source.Token); }
            catch (OperationCanceledException) { got = false; }
        });
        Assert.NotEqual(got, parker.Park(TimeSpan.Zero));
    });

    [Fact]
    public void A_permit_is_not_lost_on_a_wait_that_is_interrupted() => Explored.Holds(() =>
    {
        var (parker, got) = (new Parker(), true);
        var waiter = Together.Start("waiter", () =>
        {
            try { parker.Park(); }
            catch (ThreadInterruptedException) { got = false; }
        });
        waiter.Interrupt();
        parker.Unpark();
        waiter.Join();
        Assert.NotEqual(got, parker.Park(TimeSpan.Zero));
    });

    [Fact]
    public void An_interrupt_of_the_one_who_wakes_does_not_take_the_wakeup_from_the_sleeper() => Explored.Holds(() =>
    {
        var parker = new Parker();
        var sleeper = Together.Start("sleeper", () => parker.Park());
        var waker = Together.Start("waker", parker.Unpark);
        waker.Interrupt();
        waker.Join();
        sleeper.Join();
    });
}
