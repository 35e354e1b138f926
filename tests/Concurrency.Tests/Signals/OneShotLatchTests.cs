using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

public sealed class OneShotLatchTests : WaitContract<OneShotLatch>
{
    protected override OneShotLatch Closed() => new();

    protected override void Open(OneShotLatch signal) => signal.Open();

    protected override void Wait(OneShotLatch signal, CancellationToken cancel) => signal.Wait(cancel);

    protected override bool Wait(OneShotLatch signal, TimeSpan timeout, CancellationToken cancel) => signal.Wait(timeout, cancel);

    [Fact]
    public void It_opens_once_and_stays_open()
    {
        var latch = new OneShotLatch();
        Assert.False(latch.IsOpen);
        latch.Open();
        latch.Open();
        latch.Wait();
        Assert.True(latch.IsOpen);
        Assert.True(latch.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Opening_lets_all_go()
    {
        var latch = new OneShotLatch();
        WorkerThread[] workers = [.. Enumerable.Range(1, 3).Select(n => Patience.StartWaiter(latch, () => latch.Wait(), n))];
        Assert.Equal("closed, 3 waiting", DebuggerText.Of(latch));
        latch.Open();
        Patience.MustEnd(workers);
        Assert.Equal("open, 0 waiting", DebuggerText.Of(latch));
    }
}
