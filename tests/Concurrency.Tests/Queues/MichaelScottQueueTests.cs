using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class MichaelScottQueueTests : LockFreeContract
{
    private protected override bool IsBounded => false;

    private protected override LockFreeObject Create(int capacity)
    {
        var queue = new MichaelScottQueue<int>();
        return new(int.MaxValue, item => { queue.Enqueue(item); return true; }, () => queue.TryDequeue(out var item) ? item : null);
    }

    [Fact]
    public void It_is_empty_before_the_first_and_after_the_last()
    {
        var queue = new MichaelScottQueue<string>();
        Assert.True(queue.IsEmpty);
        queue.Enqueue("a");
        Assert.False(queue.IsEmpty);
        Assert.True(queue.TryDequeue(out var item));
        Assert.Equal("a", item);
        Assert.True(queue.IsEmpty);
        Assert.False(queue.TryDequeue(out item));
        Assert.Null(item);
    }

    // The node of the item dequeued last stays as the dummy; the item must not stay with it.
    [Fact]
    public void What_was_dequeued_is_left_to_the_collector() => Collected.AfterTaking(
        new MichaelScottQueue<object>(), static (queue, item) => queue.Enqueue(item), static queue => queue.TryDequeue(out _));

    [Fact]
    public void A_debugger_shows_the_count()
    {
        var queue = new MichaelScottQueue<int>();
        Assert.Equal("Count = 0", DebuggerText.Of(queue));
        queue.Enqueue(7);
        queue.Enqueue(8);
        Assert.Equal("Count = 2", DebuggerText.Of(queue));
    }

    [Fact]
    public void A_long_queue_is_not_counted_to_its_end()
    {
        var queue = new MichaelScottQueue<int>();
        for (var i = 0; i < 1_500; i++) queue.Enqueue(i);
        Assert.Equal("Count >= 1000", DebuggerText.Of(queue));
    }
}
