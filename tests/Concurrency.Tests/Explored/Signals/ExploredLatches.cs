using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Tests.Explored.Signals;

public sealed class ExploredLatches
{
    [Fact]
    public void The_last_count_down_opens_and_all_that_was_done_before_is_seen() => Explored.Holds(() =>
    {
        var (latch, a, b) = (new CountDownLatch(2), 0, 0);
        Together.Run(
            () =>
            {
                a = 1;
                latch.CountDown();
            },
            () =>
            {
                b = 1;
                latch.CountDown();
            },
            () =>
            {
                latch.Wait();
                Assert.Equal((1, 1), (a, b));
            });
    });

    [Fact]
    public void A_count_below_zero_is_refused_to_one_of_two() => Explored.Proves(() =>
    {
        var (latch, refused) = (new CountDownLatch(1), 0);
        Together.Run(Count, Count);
        Assert.Equal(1, refused);
        Assert.True(latch.IsOpen);

        void Count()
        {
            try { latch.CountDown(); }
            catch (InvalidOperationException) { Interlocked.Increment(ref refused); }
        }
    });

    [Fact]
    public void A_wait_that_saw_the_latch_open_need_not_look_again() => Explored.Holds(() =>
    {
        var latch = new CountDownLatch(1);
        Together.Run(() => latch.CountDown(), () =>
        {
            if (latch.Wait(TimeSpan.FromMilliseconds(1))) Assert.True(latch.IsOpen);
        });
        Assert.True(latch.IsOpen);
    });

    [Fact]
    public void The_starting_gun_is_heard_by_all() => Explored.Holds(() =>
    {
        var (start, data) = (new OneShotLatch(), 0);
        Together.Run(Wait, Wait, () =>
        {
            data = 1;
            start.Open();
            start.Open();
        });

        void Wait()
        {
            start.Wait();
            Assert.Equal(1, data);
            Assert.True(start.IsOpen);
        }
    }, bound: 1);
}
