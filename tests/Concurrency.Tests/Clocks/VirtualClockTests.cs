using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Clocks;

public sealed class VirtualClockTests : ClockContract
{
    protected override IClock Make() => new VirtualClock();

    [Fact]
    public void It_stands_still_while_nobody_waits()
    {
        var clock = new VirtualClock();
        Assert.Equal(TimeSpan.Zero, clock.Now);
        Assert.False(clock.Wait(new Parker(), TimeSpan.FromDays(1), CancellationToken.None));
        Assert.Equal(TimeSpan.FromDays(1), clock.Now);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(25), clock.Now);
        Assert.Equal("1.01:00:00", DebuggerText.Of(clock));
    }

    [Fact]
    public void A_wait_that_finds_a_permit_or_is_cancelled_moves_nothing()
    {
        var (clock, parker) = (new VirtualClock(), new Parker());
        parker.Unpark();
        Assert.True(clock.Wait(parker, TimeSpan.FromDays(1), CancellationToken.None));
        Assert.False(clock.Wait(parker, TimeSpan.FromDays(1), new CancellationToken(canceled: true)));
        Assert.Equal(TimeSpan.Zero, clock.Now);
    }

    [Fact]
    public void It_does_not_go_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualClock().Advance(TimeSpan.FromTicks(-1)));
}
