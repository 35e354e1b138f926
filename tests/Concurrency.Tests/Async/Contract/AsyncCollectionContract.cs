using System.Collections.Concurrent;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncCollectionContract : ItemsContract
{
    private sealed class Items(AsyncCollection<int> collection) : IItems
    {
        public Task AddAsync(int item, CancellationToken cancel) =>
            cancel.CanBeCanceled ? collection.AddAsync(item, cancel) : collection.AddAsync(item);

        public void Add(int item, CancellationToken cancel)
        {
            if (cancel.CanBeCanceled) collection.Add(item, cancel);
            else collection.Add(item);
        }

        public Task<int> TakeAsync(CancellationToken cancel) =>
            cancel.CanBeCanceled ? collection.TakeAsync(cancel) : collection.TakeAsync();

        public int Take(CancellationToken cancel) => cancel.CanBeCanceled ? collection.Take(cancel) : collection.Take();

        public Task<bool> OutputAvailableAsync(CancellationToken cancel) =>
            cancel.CanBeCanceled ? collection.OutputAvailableAsync(cancel) : collection.OutputAvailableAsync();

        public bool OutputAvailable(CancellationToken cancel) =>
            cancel.CanBeCanceled ? collection.OutputAvailable(cancel) : collection.OutputAvailable();

        public IEnumerable<int> GetConsumingEnumerable(CancellationToken cancel) =>
            cancel.CanBeCanceled ? collection.GetConsumingEnumerable(cancel) : collection.GetConsumingEnumerable();

        public void CompleteAdding() => collection.CompleteAdding();
    }

    private sealed class Refusing : IProducerConsumerCollection<int>
    {
        public int Count => 0;
        public bool IsSynchronized => false;
        public object SyncRoot => this;
        public bool TryAdd(int item) => false;
        public bool TryTake(out int item) => (item = 0) != 0;
        public void CopyTo(int[] array, int index) { }
        public void CopyTo(Array array, int index) { }
        public int[] ToArray() => [];
        public IEnumerator<int> GetEnumerator() => Enumerable.Empty<int>().GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    protected override IItems Empty() => new Items(new AsyncCollection<int>());

    protected override IItems Of(int maxCount, params int[] items) => new Items(
        items.Length == 0
            ? new AsyncCollection<int>(maxCount)
            : new AsyncCollection<int>(new ConcurrentQueue<int>(items), maxCount));

    [Fact]
    public async Task Over_a_stack_the_last_comes_out_first()
    {
        var stack = new AsyncCollection<int>(new ConcurrentStack<int>([1]));
        await stack.AddAsync(2).InTime();
        Assert.Equal(2, await stack.TakeAsync().InTime());
        Assert.Equal(1, stack.Take());
    }

    [Fact]
    public async Task What_the_underlying_collection_refuses_is_told()
    {
        var refusing = new AsyncCollection<int>(new Refusing());
        await refusing.AddAsync(1).Fails<InvalidOperationException>();
        Assert.Throws<InvalidOperationException>(() => refusing.Add(1));
    }
}
