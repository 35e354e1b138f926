using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

public sealed class CountDownLatchTests : WaitContract<CountDownLatch>
{
    protected override CountDownLatch Closed() => new(2);

    protected override void Open(CountDownLatch signal)
    {
        while (!signal.IsOpen) signal.CountDown();
    }

    protected override void Wait(CountDownLatch signal, CancellationToken cancel) => signal.Wait(cancel);

    protected override bool Wait(CountDownLatch signal, TimeSpan timeout, CancellationToken cancel) =>
        signal.Wait(timeout, cancel);

    [Fact]
    public void It_opens_at_zero_and_not_before()
    {
        var latch = new CountDownLatch(3);
        latch.CountDown();
        latch.CountDown();
        Assert.Equal(1, latch.Count);
        Assert.False(latch.IsOpen);
        Assert.False(latch.Wait(TimeSpan.Zero));
        latch.CountDown();
        Assert.Equal(0, latch.Count);
        Assert.True(latch.IsOpen);
        Assert.True(latch.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Several_steps_may_be_counted_at_once()
    {
        var latch = new CountDownLatch(5);
        latch.CountDown(by: 4);
        Assert.Equal(1, latch.Count);
        latch.CountDown(by: 1);
        Assert.True(latch.IsOpen);
    }

    [Fact]
    public void A_count_of_zero_is_open_from_the_start_and_a_negative_one_refused()
    {
        Assert.True(new CountDownLatch(0).IsOpen);
        new CountDownLatch(0).Wait();
        Assert.Throws<ArgumentOutOfRangeException>(() => new CountDownLatch(-1));
    }

    [Fact]
    public void Counting_below_zero_is_refused_and_changes_nothing()
    {
        var latch = new CountDownLatch(2);
        Assert.Throws<InvalidOperationException>(() => latch.CountDown(by: 3));
        Assert.Equal(2, latch.Count);
        latch.CountDown(by: 2);
        Assert.Throws<InvalidOperationException>(() => latch.CountDown());
        Assert.True(latch.IsOpen);
        Assert.Equal(0, latch.Count);
    }

    [Fact]
    public void Steps_of_less_than_one_are_refused()
    {
        var latch = new CountDownLatch(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => latch.CountDown(by: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => latch.CountDown(by: -1));
        Assert.Equal(2, latch.Count);
    }

    [Fact]
    public void The_waiter_sees_the_work_of_all_who_counted_down()
    {
        const int workers = 4;
        for (var round = 0; round < 50; round++)
        {
            var latch = new CountDownLatch(workers);
            var work = new int[workers];
            var group = Enumerable.Range(0, workers).Select(n => WorkerThread.Start($"worker {n}", () =>
            {
                work[n] = n + 1;
                latch.CountDown();
            }, background: true)).ToList();
            Assert.True(latch.Wait(Patience.Bound));
            Assert.Equal([1, 2, 3, 4], work);
            Patience.MustEnd(group);
        }
    }

    [Fact]
    public void The_debugger_shows_what_is_left_and_who_waits()
    {
        var latch = new CountDownLatch(3);
        latch.CountDown();
        var worker = Patience.StartWaiter(latch, () => latch.Wait());
        Assert.Equal("2 to go, 1 waiting", DebuggerText.Of(latch));
        latch.CountDown(by: 2);
        Patience.MustEnd(worker);
        Assert.Equal("0 to go, 0 waiting", DebuggerText.Of(latch));
    }
}
