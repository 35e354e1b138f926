using System.Collections;
using System.Collections.Concurrent;
using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncCollectionTests
{
    // A queue whose adds and takes can be made to fail.
    private sealed class Moody : IProducerConsumerCollection<int>
    {
        private readonly Queue<int> _items = new();

        public bool Refuses { get; set; }

        public int Count => _items.Count;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public bool TryAdd(int item)
        {
            if (item < 0) throw new NotSupportedException();
            if (!Refuses) _items.Enqueue(item);
            return !Refuses;
        }

        public bool TryTake(out int item)
        {
            item = 0;
            return !Refuses && _items.TryDequeue(out item);
        }

        public void CopyTo(int[] array, int index) => _items.CopyTo(array, index);

        public void CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

        public int[] ToArray() => [.. _items];

        public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private readonly Moody _moody = new();

    [Fact]
    public async Task Takers_are_served_in_the_order_of_their_calls()
    {
        var collection = new AsyncCollection<string>();
        collection.Add("a");
        Task<string>[] takers = [collection.TakeAsync(), collection.TakeAsync(), collection.TakeAsync()];
        collection.Add("b");
        collection.Add("c");
        var taken = await Task.WhenAll(takers).InTime();
        Assert.Equal(["a", "b", "c"], taken);
    }

    [Fact]
    public async Task A_refused_take_is_told_and_the_item_stays()
    {
        var collection = new AsyncCollection<int>(_moody);
        collection.Add(1);
        _moody.Refuses = true;
        Assert.Throws<InvalidOperationException>(() => { collection.Take(); });
        await collection.TakeAsync().Fails<InvalidOperationException>();
        _moody.Refuses = false;
        Assert.Equal(1, collection.Take());
    }

    [Fact]
    public async Task An_exception_of_the_collection_is_the_caller_s_and_nothing_has_changed()
    {
        var collection = new AsyncCollection<int>(_moody);
        Assert.Throws<NotSupportedException>(() => collection.Add(-1));
        await collection.AddAsync(-1).Fails<NotSupportedException>();
        Assert.Throws<NotSupportedException>(() => collection.TryAdd(-1));
        Assert.Equal(0, collection.Count);
        collection.Add(1);
        Assert.Equal(1, collection.Take());
    }

    [Fact]
    public async Task What_is_refused_to_a_waiting_producer_is_told_to_it_and_the_next_goes_on()
    {
        var collection = new AsyncCollection<int>(_moody, 1);
        collection.Add(1);
        var (bad, good) = (collection.AddAsync(-1), collection.AddAsync(2));
        Assert.Equal(1, collection.Take());
        await bad.Fails<NotSupportedException>();
        await good.InTime();
        Assert.Equal(2, collection.Take());
    }

    [Fact]
    public void Try_forms_say_whether_it_was_possible()
    {
        var collection = new AsyncCollection<int>(new ConcurrentStack<int>([1]), 2);
        Assert.True(collection.TryAdd(2));
        Assert.False(collection.TryAdd(3));
        Assert.Equal(2, collection.Count);
        Assert.True(collection.TryTake(out var item));
        Assert.Equal(2, item);
        Assert.True(collection.TryTake(out _));
        Assert.False(collection.TryTake(out _));
    }

    [Fact]
    public async Task Await_foreach_takes_all_that_is_left()
    {
        var collection = new AsyncCollection<int>(new ConcurrentStack<int>([1, 2, 3]));
        collection.CompleteAdding();
        var seen = new List<int>();
        await foreach (var item in collection) seen.Add(item);
        Assert.Equal([3, 2, 1], seen);
    }

    [Fact]
    public void The_debugger_shows_items_and_waits()
    {
        var collection = new AsyncCollection<int>();
        _ = collection.TakeAsync();
        Assert.Equal("0 items, 1 waiting", DebuggerText.Of(collection));
    }
}
