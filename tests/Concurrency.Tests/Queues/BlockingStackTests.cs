using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class BlockingStackTests : BoundedQueueContract
{
    protected override IBlockingQueue<int> Make(int capacity) => new BlockingStack<int>(capacity);

    protected override IEnumerable<int> InOrder(IEnumerable<int> items) => items.Reverse();

    [Fact]
    public void Without_a_capacity_it_is_never_full()
    {
        var stack = new BlockingStack<int>();
        Assert.Equal(int.MaxValue, stack.Capacity);
        for (var i = 0; i < 10_000; i++) Assert.True(stack.TryPut(i));
        Assert.False(stack.IsFull);
        Assert.Equal(Enumerable.Range(0, 10_000).Reverse(), Drain(stack));
    }

    [Fact]
    public void What_was_taken_is_not_kept_alive() => KeepsAlive.Nothing(new BlockingStack<object>(3));
}
