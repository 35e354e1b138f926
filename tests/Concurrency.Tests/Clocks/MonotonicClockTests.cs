using Workbook.Concurrency.Clocks;

namespace Workbook.Concurrency.Tests.Clocks;

public sealed class MonotonicClockTests : ClockContract
{
    protected override IClock Make() => MonotonicClock.Instance;

    [Fact]
    public void The_debugger_shows_the_time() => Assert.Matches(@"^\d\d:\d\d:\d\d", DebuggerText.Of(MonotonicClock.Instance));
}
