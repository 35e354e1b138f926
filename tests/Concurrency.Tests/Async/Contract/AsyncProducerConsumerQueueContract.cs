namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncProducerConsumerQueueContract : ItemsContract
{
    private sealed class Items(AsyncProducerConsumerQueue<int> queue) : IItems
    {
        public Task AddAsync(int item, CancellationToken cancel) =>
            cancel.CanBeCanceled ? queue.EnqueueAsync(item, cancel) : queue.EnqueueAsync(item);

        public void Add(int item, CancellationToken cancel)
        {
            if (cancel.CanBeCanceled) queue.Enqueue(item, cancel);
            else queue.Enqueue(item);
        }

        public Task<int> TakeAsync(CancellationToken cancel) =>
            cancel.CanBeCanceled ? queue.DequeueAsync(cancel) : queue.DequeueAsync();

        public int Take(CancellationToken cancel) => cancel.CanBeCanceled ? queue.Dequeue(cancel) : queue.Dequeue();

        public Task<bool> OutputAvailableAsync(CancellationToken cancel) =>
            cancel.CanBeCanceled ? queue.OutputAvailableAsync(cancel) : queue.OutputAvailableAsync();

        public bool OutputAvailable(CancellationToken cancel) =>
            cancel.CanBeCanceled ? queue.OutputAvailable(cancel) : queue.OutputAvailable();

        public IEnumerable<int> GetConsumingEnumerable(CancellationToken cancel) =>
            cancel.CanBeCanceled ? queue.GetConsumingEnumerable(cancel) : queue.GetConsumingEnumerable();

        public void CompleteAdding() => queue.CompleteAdding();
    }

    protected override IItems Empty() => new Items(new AsyncProducerConsumerQueue<int>());

    protected override IItems Of(int maxCount, params int[] items) => new Items(
        items.Length == 0 ? new AsyncProducerConsumerQueue<int>(maxCount) : new AsyncProducerConsumerQueue<int>(items, maxCount));

    [Fact]
    public void It_starts_with_the_items_of_a_collection()
    {
        var queue = new AsyncProducerConsumerQueue<int>([1, 2]);
        Assert.Equal(1, queue.Dequeue());
        Assert.Equal(2, queue.Dequeue());
        Assert.False(new AsyncProducerConsumerQueue<int>((IEnumerable<int>?)null).OutputAvailableAsync().IsCompleted);
    }
}
