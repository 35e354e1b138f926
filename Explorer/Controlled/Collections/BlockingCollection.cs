// See BlockingState for what is counted, BlockingWait for what is waited for.
//
//      BlockingCollection.cs          adding and taking
//      BlockingCollection.Any.cs      the same with any of several collections
//      BlockingCollection.Whole.cs    the whole: copies, and going through it

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Explorer.Scheduling;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="Platform.BlockingCollection{T}"/> under the explorer.</summary>
/// <remarks>Who waits for several at once takes the first in their order that it can. A wait that finds its token cancelled ends
/// by that, even if there is an item.</remarks>
[Replaces(typeof(Platform.BlockingCollection<>))]
[DebuggerStepThrough]
[DebuggerDisplay("Count = {_state.Items}, Type = {_collection}")]
public partial class BlockingCollection<T>
{
    private readonly BlockingState _state;
    private readonly BlockingWait _room, _items;
    private readonly IProducerConsumerCollection<T> _collection;
    private readonly Queue<T>? _own; // what it wraps, if it is ours and nobody else has it

    /// <summary>A queue without a bound.</summary>
    public BlockingCollection() : this(new Queue<T>(), -1) { }

    /// <summary>A queue that holds at most so many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public BlockingCollection(int boundedCapacity) : this(new Queue<T>(), Checked(boundedCapacity)) { }

    /// <summary>Puts its items into that collection, which nobody else should use meanwhile, and which holds at most so
    /// many.</summary>
    /// <exception cref="ArgumentException">It holds more already.</exception>
    public BlockingCollection(IProducerConsumerCollection<T> collection, int boundedCapacity)
    {
        ArgumentNullException.ThrowIfNull(collection);
        Checked(boundedCapacity);
        var count = collection.Count;
        if (count > boundedCapacity) throw new ArgumentException("The collection holds more items than the bound allows.");
        (_state, _collection) = (new BlockingState(boundedCapacity, count), collection);
        (_room, _items) = (new BlockingWait([_state], adds: true), new BlockingWait([_state], adds: false));
    }

    /// <summary>Puts its items into that collection, without a bound.</summary>
    public BlockingCollection(IProducerConsumerCollection<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        (_state, _collection) = (new BlockingState(-1, collection.Count), collection);
        (_room, _items) = (new BlockingWait([_state], adds: true), new BlockingWait([_state], adds: false));
    }

    private BlockingCollection(Queue<T> own, int bound)
    {
        (_state, _own, _collection) = (new BlockingState(bound, 0), own, new PlainQueue<T>(own));
        (_room, _items) = (new BlockingWait([_state], adds: true), new BlockingWait([_state], adds: false));
    }

    /// <summary>How many it holds at most; -1: there is no bound.</summary>
    public int BoundedCapacity
    {
        get
        {
            _state.ThrowIfDisposed();
            return _state.Bound;
        }
    }

    /// <summary>Whether nothing will be added any more.</summary>
    public bool IsAddingCompleted
    {
        get
        {
            _state.Look();
            return _state.IsAddingCompleted;
        }
    }

    /// <summary>Whether it is empty, and will be.</summary>
    public bool IsCompleted
    {
        get
        {
            _state.Look();
            return _state.IsCompleted;
        }
    }

    /// <summary>Adds the item, waiting for room.</summary>
    /// <exception cref="InvalidOperationException">Adding was ended, before the call or during it.</exception>
    public void Add(T item) => TryAdd(item, -1, CancellationToken.None);

    /// <summary>Adds the item, waiting for room.</summary>
    /// <exception cref="InvalidOperationException">Adding was ended, before the call or during it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the item was not added.</exception>
    public void Add(T item, CancellationToken cancellationToken) => TryAdd(item, -1, cancellationToken);

    /// <summary>Adds the item, if there is room.</summary>
    public bool TryAdd(T item) => TryAdd(item, 0, CancellationToken.None);

    /// <summary>Adds the item, if there is room within that time.</summary>
    public bool TryAdd(T item, TimeSpan timeout) => TryAdd(item, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Adds the item, if there is room within that time.</summary>
    public bool TryAdd(T item, int millisecondsTimeout) => TryAdd(item, millisecondsTimeout, CancellationToken.None);

    /// <summary>Adds the item, if there is room within that time.</summary>
    /// <exception cref="InvalidOperationException">Adding was ended, before the call or during it; or the collection inside did
    /// not take the item.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the item was not added.</exception>
    public bool TryAdd(T item, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        var limit = new Limit(Milliseconds.Checked(millisecondsTimeout), cancellationToken);
        switch (_room.Wait(limit))
        {
            case BlockingWait.TimeIsUp: return false;
            case BlockingWait.Over:
                throw new InvalidOperationException("Nothing may be added any more: CompleteAdding was called.");
        }
        Put(item);
        return true;
    }

    /// <summary>Takes an item, waiting for one.</summary>
    /// <exception cref="InvalidOperationException">It is completed: empty, and nothing will be added.</exception>
    public T Take() => Take(CancellationToken.None);

    /// <summary>Takes an item, waiting for one.</summary>
    /// <exception cref="InvalidOperationException">It is completed: empty, and nothing will be added.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was taken.</exception>
    public T Take(CancellationToken cancellationToken) => TryTake(out var item, -1, cancellationToken) ? item
        : throw new InvalidOperationException("There is nothing to take, and nothing will be added: CompleteAdding was called.");

    /// <summary>Takes an item, if there is one.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item) => TryTake(out item, 0, CancellationToken.None);

    /// <summary>Takes an item, if there is one within that time.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout) =>
        TryTake(out item, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Takes an item, if there is one within that time.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item, int millisecondsTimeout) =>
        TryTake(out item, millisecondsTimeout, CancellationToken.None);

    /// <summary>Takes an item, if there is one within that time.</summary>
    /// <returns>False: the time was up, or it is completed.</returns>
    /// <exception cref="InvalidOperationException">Somebody has taken the item from the collection inside.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was taken.</exception>
    public bool TryTake([MaybeNullWhen(false)] out T item, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        var limit = new Limit(Milliseconds.Checked(millisecondsTimeout), cancellationToken);
        item = default;
        return _items.Wait(limit) >= 0 && Get(out item);
    }

    /// <summary>Ends adding: who waits for room is told so, and who waits for an item once there is none. Waits for those who
    /// are adding. May be repeated.</summary>
    public void CompleteAdding() => _state.Close();

    /// <summary>No more use of it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>No more use of it.</summary>
    protected virtual void Dispose(bool disposing) => _state.Dispose();

    // Room was taken for it.
    private void Put(T item)
    {
        if (_own is not null)
        {
            _own.Enqueue(item);
            _state.EndAdd(isIn: true);
            return;
        }
        var isIn = false;
        try { isIn = _collection.TryAdd(item); }
        finally
        {
            _state.Settle();
            _state.EndAdd(isIn);
        }
        if (!isIn) throw new InvalidOperationException("The collection inside did not take the item.");
    }

    // It was taken from the count.
    private bool Get([MaybeNullWhen(false)] out T item)
    {
        if (_own is not null)
        {
            item = _own.Dequeue();
            _state.EndTake(isOut: true);
            return true;
        }
        var isOut = false;
        try { isOut = _collection.TryTake(out item); }
        finally
        {
            _state.Settle();
            _state.EndTake(isOut);
        }
        return isOut ? true
            : throw new InvalidOperationException("Somebody has taken the item from the collection inside, past this one.");
    }

    private static int Checked(int boundedCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(boundedCapacity, 1);
        return boundedCapacity;
    }
}
