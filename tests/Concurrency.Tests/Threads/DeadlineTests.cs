using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Threads;

public sealed class DeadlineTests
{
    [Fact]
    public void Never_does_not_pass_and_waits_infinitely()
    {
        foreach (var never in new[] { Deadline.Never, Deadline.After(Timeout.InfiniteTimeSpan) })
        {
            Assert.False(never.HasPassed);
            Assert.Equal(Timeout.Infinite, never.RemainingMilliseconds);
        }
    }

    [Fact]
    public void A_deadline_after_nothing_has_passed()
    {
        var now = Deadline.After(TimeSpan.Zero);
        Assert.True(now.HasPassed);
        Assert.Equal(0, now.RemainingMilliseconds);
    }

    [Fact]
    public void What_remains_is_rounded_up_and_never_more_than_the_timeout()
    {
        Assert.InRange(Deadline.After(TimeSpan.FromSeconds(100)).RemainingMilliseconds, 80_000, 100_000);
        var soon = Deadline.After(TimeSpan.FromMicroseconds(1500));
        var remaining = soon.RemainingMilliseconds;
        if (!soon.HasPassed) Assert.InRange(remaining, 1, 2); // rounded down it would be 0 in the end, and a wait would spin
    }

    [Fact]
    public void It_has_passed_when_its_time_is_over_and_not_before() => Assert.True(
        Patience.NotEarlierThan(TimeSpan.FromMilliseconds(10), () =>
        {
            var deadline = Deadline.After(TimeSpan.FromMilliseconds(10));
            return SpinWait.SpinUntil(() => deadline.HasPassed, Patience.Long);
        }));

    [Fact]
    public void The_longest_timeout_is_as_many_milliseconds_as_fit_an_int()
    {
        var longest = Deadline.After(TimeSpan.FromMilliseconds(int.MaxValue));
        Assert.False(longest.HasPassed);
        Assert.InRange(longest.RemainingMilliseconds, int.MaxValue - 60_000, int.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(TimeSpan.FromMilliseconds((double)int.MaxValue + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(TimeSpan.MaxValue));
    }

    [Fact]
    public void A_negative_timeout_other_than_infinite_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(TimeSpan.FromMilliseconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(TimeSpan.FromTicks(-1)));
    }
}
