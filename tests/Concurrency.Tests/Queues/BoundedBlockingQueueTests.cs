using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class BoundedBlockingQueueTests : BoundedQueueContract
{
    protected override IBlockingQueue<int> Make(int capacity) => new BoundedBlockingQueue<int>(capacity);

    protected override IEnumerable<int> InOrder(IEnumerable<int> items) => items;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Items_of_one_producer_come_out_in_their_order(int capacity)
    {
        const int items = 5_000;
        var queue = new BoundedBlockingQueue<int>(capacity);
        var producer = WorkerThread.Start("producer", () =>
        {
            for (var i = 0; i < items; i++) queue.Put(i);
            queue.Close();
        }, background: true);
        Assert.Equal(Enumerable.Range(0, items), queue.TakeAll());
        Patience.MustEnd(producer);
    }

    [Fact]
    public void What_was_taken_is_not_kept_alive() => KeepsAlive.Nothing(new BoundedBlockingQueue<object>(3));
}
