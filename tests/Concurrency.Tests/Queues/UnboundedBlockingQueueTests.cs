using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class UnboundedBlockingQueueTests : QueueContract
{
    protected override IBlockingQueue<int> Make() => new UnboundedBlockingQueue<int>();

    protected override IEnumerable<int> InOrder(IEnumerable<int> items) => items;

    [Fact]
    public void It_grows_and_is_never_full()
    {
        var queue = new UnboundedBlockingQueue<int>();
        Assert.Equal(int.MaxValue, queue.Capacity);
        for (var i = 0; i < 5; i++) queue.Put(-1);
        for (var i = 0; i < 5; i++) queue.TryTake(out _); // the ring begins in the middle when it has to grow
        for (var i = 0; i < 10_000; i++) Assert.True(queue.TryPut(i));
        Assert.False(queue.IsFull);
        Assert.Equal(Enumerable.Range(0, 10_000), Drain(queue));
    }

    [Fact]
    public void The_debugger_shows_items_close_and_waiters()
    {
        var queue = new UnboundedBlockingQueue<int>();
        Assert.Equal("0, 0 waiting", DebuggerText.Of(queue));
        var worker = Patience.StartWaiter(queue, () => queue.Take(out _));
        Assert.Equal("0, 1 waiting", DebuggerText.Of(queue));
        queue.Put(1);
        Patience.MustEnd(worker);
        queue.Put(2);
        queue.Close();
        Assert.Equal("1, closed, 0 waiting", DebuggerText.Of(queue));
    }

    [Fact]
    public void What_was_taken_is_not_kept_alive() => KeepsAlive.Nothing(new UnboundedBlockingQueue<object>());
}
