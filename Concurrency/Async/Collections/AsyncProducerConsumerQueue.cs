using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Async;

/// <summary>First in, first out: a consumer waits while it is empty, a producer while it is full, neither occupying a
/// thread.</summary>
/// <remarks>
/// <para>Any thread or task may call any member. Items come out in the order in which they were accepted; whoever waits is
/// served in the order of the calls, tasks and threads in one queue. What a producer wrote before it added an item is seen by
/// the one who takes it. Continuations never run on the thread that adds, takes or completes.</para>
/// <para>An already cancelled token means: do not wait; what can be done at once is done all the same. The forms without
/// Async block the calling thread.</para>
/// <para>The surface is that of Nito.AsyncEx; <see cref="Count"/>, <see cref="TryEnqueue"/>, <see cref="TryDequeue"/> and
/// <c>await foreach</c> are additions.</para>
/// </remarks>
[DebuggerDisplay("{_items._buffer.Display,nq}")] // takes no lock
public sealed class AsyncProducerConsumerQueue<T> : IAsyncEnumerable<T>
{
    private readonly ItemExchange<T, QueueStore<T>> _items;

    /// <summary>Without items, never full.</summary>
    public AsyncProducerConsumerQueue() : this(null, int.MaxValue)
    {
    }

    /// <summary>Without items.</summary>
    /// <param name="maxCount">How many items it holds at most, at least 1.</param>
    public AsyncProducerConsumerQueue(int maxCount) : this(null, maxCount)
    {
    }

    /// <summary>Never full.</summary>
    /// <param name="collection">The first items, copied. Null: none.</param>
    public AsyncProducerConsumerQueue(IEnumerable<T>? collection) : this(collection, int.MaxValue)
    {
    }

    /// <param name="collection">The first items, copied. Null: none.</param>
    /// <param name="maxCount">How many items it holds at most, at least 1.</param>
    /// <exception cref="ArgumentException">The collection has more.</exception>
    public AsyncProducerConsumerQueue(IEnumerable<T>? collection, int maxCount)
    {
        Queue<T> items = collection is null ? new() : new(collection);
        _items = new(new QueueStore<T>(items), items.Count, maxCount);
    }

    /// <summary>How many items it holds; stale by the time it returns.</summary>
    public int Count => _items.Count;

    /// <summary>Adds an item, waiting for room.</summary>
    /// <returns>A task that fails with an <see cref="InvalidOperationException"/> if <see cref="CompleteAdding"/> was called,
    /// before or meanwhile; the item was not added then.</returns>
    public Task EnqueueAsync(T item) => _items.PutAsync(item, CancellationToken.None);

    /// <inheritdoc cref="EnqueueAsync(T)"/>
    /// <param name="item">What to add.</param>
    /// <param name="cancellationToken">Ends the wait; the task is canceled, the item not added.</param>
    public Task EnqueueAsync(T item, CancellationToken cancellationToken) => _items.PutAsync(item, cancellationToken);

    /// <summary>Adds an item; blocks while it is full.</summary>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAdding"/> was called, before or meanwhile; the item was
    /// not added.</exception>
    public void Enqueue(T item) => _items.Put(item, CancellationToken.None);

    /// <inheritdoc cref="Enqueue(T)"/>
    /// <exception cref="TaskCanceledException">Cancelled while it was full; the item was not added.</exception>
    public void Enqueue(T item, CancellationToken cancellationToken) => _items.Put(item, cancellationToken);

    /// <summary>Adds an item if that is possible now. Never blocks for long.</summary>
    /// <returns>False when it is full, or complete.</returns>
    public bool TryEnqueue(T item) => _items.TryPut(item);

    /// <summary>Removes the oldest item, waiting for one.</summary>
    /// <returns>A task that fails with an <see cref="InvalidOperationException"/> when <see cref="CompleteAdding"/> was
    /// called and nothing is left.</returns>
    public Task<T> DequeueAsync() => _items.TakeAsync(CancellationToken.None);

    /// <inheritdoc cref="DequeueAsync()"/>
    /// <param name="cancellationToken">Ends the wait; the task is canceled, nothing removed.</param>
    public Task<T> DequeueAsync(CancellationToken cancellationToken) => _items.TakeAsync(cancellationToken);

    /// <summary>Removes the oldest item; blocks while there is none.</summary>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAdding"/> was called, and nothing is left.</exception>
    public T Dequeue() => _items.Take(CancellationToken.None);

    /// <inheritdoc cref="Dequeue()"/>
    /// <exception cref="TaskCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public T Dequeue(CancellationToken cancellationToken) => _items.Take(cancellationToken);

    /// <summary>Removes the oldest item if there is one now. Never blocks for long.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T item) => _items.TryTake(out item);

    /// <summary>Waits until there is an item. With one consumer, the next dequeue gets it at once; with several, another may
    /// be faster.</summary>
    /// <returns>False: it is complete and empty, for good.</returns>
    public Task<bool> OutputAvailableAsync() => _items.WatchAsync(CancellationToken.None);

    /// <inheritdoc cref="OutputAvailableAsync()"/>
    /// <param name="cancellationToken">Ends the wait; the task is canceled.</param>
    public Task<bool> OutputAvailableAsync(CancellationToken cancellationToken) => _items.WatchAsync(cancellationToken);

    /// <summary>Blocks until there is an item. With one consumer, the next dequeue gets it at once; with several, another may
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
