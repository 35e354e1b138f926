using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

/// <summary>What every queue promises that has room for one item, and is full then.</summary>
internal static class BoundedQueueScenarios
{
    public static void A_producer_waits_for_room_and_gets_it(IBlockingQueue<int> queue)
    {
        queue.Put(1);
        Together.Run(
            () => queue.Put(2),
            () =>
            {
                Assert.True(queue.Take(out var item));
                Assert.Equal(1, item);
                Assert.True(queue.Take(out item));
                Assert.Equal(2, item);
            });
    }

    public static void It_never_holds_more_than_its_capacity(IBlockingQueue<int> queue)
    {
        var accepted = 0;
        Together.Run(Put, Put);
        Assert.Equal(1, accepted);

        void Put()
        {
            if (queue.TryPut(1)) Interlocked.Increment(ref accepted);
        }
    }

    public static void Close_sends_home_a_producer_that_waits(IBlockingQueue<int> queue)
    {
        queue.Put(1);
        Together.Run(() => Assert.Throws<InvalidOperationException>(() => queue.Put(2)), queue.Close);
        Assert.True(queue.Take(out _));
        Assert.False(queue.Take(out _));
    }
}
