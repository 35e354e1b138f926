using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Tests.Queues;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Messages;

namespace Workbook.Ipc.Tests.Messages;

/// <summary>The contract of every bounded blocking queue, kept by one in shared memory.</summary>
public sealed class MessageQueueTests : BoundedQueueContract, IDisposable
{
    private readonly List<MessageQueue<int>> _made = [];

    protected override IBlockingQueue<int> Make(int capacity)
    {
        var queue = MessageQueue<int>.CreateAnonymous(capacity, maxBytes: 1 << 15);
        lock (_made) _made.Add(queue);
        return queue;
    }

    protected override IEnumerable<int> InOrder(IEnumerable<int> items) => items;

    public void Dispose()
    {
        foreach (var queue in _made) queue.Close(); // so that a test that has failed leaves no thread behind that goes on
        foreach (var queue in _made) queue.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Items_of_one_producer_come_out_in_their_order(int capacity)
    {
        const int items = 5_000;
        var queue = Make(capacity);
        var producer = WorkerThread.Start("producer", () =>
        {
            for (var i = 0; i < items; i++) queue.Put(i);
            queue.Close();
        }, background: true);
        Assert.Equal(Enumerable.Range(0, items), queue.TakeAll());
        Assert.True(producer.Join(TimeSpan.FromSeconds(30)));
    }
}
