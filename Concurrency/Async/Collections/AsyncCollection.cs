using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Async;

/// <summary>A collection of whatever kind, to which is added the waiting: a consumer waits while it is empty, a producer while
/// it is full, neither occupying a thread.</summary>
/// <remarks>
/// <para>Any thread or task may call any member. Items come out in the order of the underlying collection, a stack's for
/// instance; whoever waits is served in the order of the calls, tasks and threads in one queue. What a producer wrote before
/// it added an item is seen by the one who takes it. Continuations never run on the thread that adds, takes or completes.</para>
/// <para>An already cancelled token means: do not wait; what can be done at once is done all the same. The forms without
/// Async block the calling thread.</para>
/// <para>From now on the collection is used through this object alone. Its TryAdd and TryTake are called one at a time, under
/// a spin lock: they have to be quick, and must not call back. Where one returns false though there is room or an item, the
/// call fails with an <see cref="InvalidOperationException"/>.</para>
/// <para>The surface is that of Nito.AsyncEx; <see cref="Count"/>, <see cref="TryAdd"/>, <see cref="TryTake"/> and
/// <c>await foreach</c> are additions.</para>
/// </remarks>
[DebuggerDisplay("{_items._buffer.Display,nq}")] // takes no lock
public sealed class AsyncCollection<T> : IAsyncEnumerable<T>
{
    private readonly ItemExchange<T, CollectionStore<T>> _items;

    /// <summary>A queue, without items, never full.</summary>
    public AsyncCollection() : this(null, int.MaxValue)
    {
    }

    /// <summary>A queue, without items.</summary>
    /// <param name="maxCount">How many items it holds at most, at least 1.</param>
    public AsyncCollection(int maxCount) : this(null, maxCount)
    {
    }

    /// <summary>Never full.</summary>
    /// <param name="collection">Where the items are kept; it may have some. Null: a queue.</param>
    public AsyncCollection(IProducerConsumerCollection<T>? collection) : this(collection, int.MaxValue)
    {
    }

    /// <param name="collection">Where the items are kept; it may have some. Null: a queue.</param>
    /// <param name="maxCount">How many items it holds at most, at least 1.</param>
    /// <exception cref="ArgumentException">The collection has more.</exception>
    public AsyncCollection(IProducerConsumerCollection<T>? collection, int maxCount)
    {
        collection ??= new ConcurrentQueue<T>();
        _items = new(new CollectionStore<T>(collection), collection.Count, maxCount);
    }

    /// <summary>How many items it holds; stale by the time it returns.</summary>
    public int Count => _items.Count;

    /// <summary>Adds an item, waiting for room.</summary>
    /// <returns>A task that fails with an <see cref="InvalidOperationException"/> if <see cref="CompleteAdding"/> was called,
    /// before or meanwhile; the item was not added then.</returns>
    public Task AddAsync(T item) => _items.PutAsync(item, CancellationToken.None);

    /// <inheritdoc cref="AddAsync(T)"/>
    /// <param name="item">What to add.</param>
    /// <param name="cancellationToken">Ends the wait; the task is canceled, the item not added.</param>
    public Task AddAsync(T item, CancellationToken cancellationToken) => _items.PutAsync(item, cancellationToken);

    /// <summary>Adds an item; blocks while it is full.</summary>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAdding"/> was called, before or meanwhile; the item was
    /// not added.</exception>
    public void Add(T item) => _items.Put(item, CancellationToken.None);

    /// <inheritdoc cref="Add(T)"/>
    /// <exception cref="TaskCanceledException">Cancelled while it was full; the item was not added.</exception>
    public void Add(T item, CancellationToken cancellationToken) => _items.Put(item, cancellationToken);

    /// <summary>Adds an item if that is possible now. Never blocks for long.</summary>
    /// <returns>False when it is full, or complete.</returns>
    public bool TryAdd(T item) => _items.TryPut(item);

    /// <summary>Removes the next item, waiting for one.</summary>
    /// <returns>A task that fails with an <see cref="InvalidOperationException"/> when <see cref="CompleteAdding"/> was
    /// called and nothing is left.</returns>
    public Task<T> TakeAsync() => _items.TakeAsync(CancellationToken.None);

    /// <inheritdoc cref="TakeAsync()"/>
    /// <param name="cancellationToken">Ends the wait; the task is canceled, nothing removed.</param>
    public Task<T> TakeAsync(CancellationToken cancellationToken) => _items.TakeAsync(cancellationToken);

    /// <summary>Removes the next item; blocks while there is none.</summary>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAdding"/> was called, and nothing is left.</exception>
    public T Take() => _items.Take(CancellationToken.None);

    /// <inheritdoc cref="Take()"/>
    /// <exception cref="TaskCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public T Take(CancellationToken cancellationToken) => _items.Take(cancellationToken);

    /// <summary>Removes the next item if there is one now. Never blocks for long.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item) => _items.TryTake(out item);

    /// <summary>Waits until there is an item. With one consumer, the next take gets it at once; with several, another may
    /// be faster.</summary>
    /// <returns>False: it is complete and empty, for good.</returns>
    public Task<bool> OutputAvailableAsync() => _items.WatchAsync(CancellationToken.None);

    /// <inheritdoc cref="OutputAvailableAsync()"/>
    /// <param name="cancellationToken">Ends the wait; the task is canceled.</param>
    public Task<bool> OutputAvailableAsync(CancellationToken cancellationToken) => _items.WatchAsync(cancellationToken);

    /// <summary>Blocks until there is an item. With one consumer, the next take gets it at once; with several, another may
    /// be faster.</summary>
    /// <returns>False: it is complete and empty, for good.</returns>
    public bool OutputAvailable() => _items.Watch(CancellationToken.None);

    /// <inheritdoc cref="OutputAvailable()"/>
    /// <exception cref="TaskCanceledException">Cancelled while it was empty.</exception>
    public bool OutputAvailable(CancellationToken cancellationToken) => _items.Watch(cancellationToken);

    /// <summary>Removes items one after another, blocking while there is none, until it is complete and empty. Several of
    /// these share the items.</summary>
    public IEnumerable<T> GetConsumingEnumerable() => _items.TakeAll(CancellationToken.None);

    /// <inheritdoc cref="GetConsumingEnumerable()"/>
    /// <param name="cancellationToken">Ends a wait for the next item, with a <see cref="TaskCanceledException"/>.</param>
    public IEnumerable<T> GetConsumingEnumerable(CancellationToken cancellationToken) => _items.TakeAll(cancellationToken);

    /// <summary>For <c>await foreach</c>: removes items one after another until it is complete and empty. Several of these
    /// share the items.</summary>
    /// <param name="cancellationToken">Ends a wait for the next item, with a <see cref="TaskCanceledException"/>.</param>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _items.TakeAllAsync(cancellationToken);

    /// <summary>Refuses further items, also of producers that wait now; consumers take what is left, and are then told that it
    /// is over. May be repeated.</summary>
    public void CompleteAdding() => _items.Complete();
}
