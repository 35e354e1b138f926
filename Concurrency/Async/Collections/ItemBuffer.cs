// Items between those who put and those who take, and three queues of those who wait:
//
//      putters                 store                 takers                watchers
//      wait while it is full   _count of _maxCount   wait while it is empty, for an item; to be told that there is one
//      +------+------+         +---+---+---+
//      | p2 z | p1 y |  --->   | x | w | v |  --->   (nobody, as there are items)
//      +------+------+         +---+---+---+
//
// Whenever the guard is free:
//   I1  0 <= _count <= _maxCount, and the store holds _count items.
//   I2  Takers and watchers wait only while _count is 0, putters only while it is _maxCount.
//   I3  Nobody waits once _isComplete is set, and it is never unset.
//
// So nobody overtakes: a newcomer finds an item only when no earlier taker waits for it. Settle restores I2 after each change.
// A waiting taker gets its item with the wake-up, so that it cannot be gone when the taker has woken up.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Async;

/// <summary>The state that <see cref="AsyncProducerConsumerQueue{T}"/> and <see cref="AsyncCollection{T}"/> share.</summary>
/// <remarks>The members of the store run under the guard, a spin lock: they have to be quick, and must not call back.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
internal sealed class ItemBuffer<T, TStore> where TStore : struct, IItemStore<T>
{
    private readonly TestAndTestAndSetLock _guard = new(); // guards all below
    private readonly AsyncWaitQueue _putters, _takers, _watchers;
    private readonly TStore _store;
    private readonly int _maxCount;
    private int _count;
    private bool _isComplete;

    /// <param name="store">With <paramref name="count"/> items in it.</param>
    /// <param name="count">At least 0.</param>
    /// <param name="maxCount">At least 1, and not less than <paramref name="count"/>.</param>
    public ItemBuffer(TStore store, int count, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        if (count > maxCount)
            throw new ArgumentException($"The collection has {count} items, and maxCount is {maxCount}.", nameof(maxCount));
        (_store, _count, _maxCount) = (store, count, maxCount);
        (_putters, _takers, _watchers) = (new AsyncWaitQueue(_guard), new AsyncWaitQueue(_guard), new AsyncWaitQueue(_guard));
    }

    /// <summary>Stale by the time it returns.</summary>
    public int Count => Volatile.Read(ref _count);

    public static InvalidOperationException Ended(ItemCall call) => new(call == ItemCall.Put
        ? "CompleteAdding has been called; add before that."
        : "CompleteAdding has been called, and nothing is left; ask OutputAvailable, or TryTake or TryDequeue, first.");

    /// <summary>Does what can be done at once; otherwise puts a waiter into the queue, to be watched or awaited by the
    /// caller.</summary>
    /// <param name="call">What to do.</param>
    /// <param name="item">Put: the item; taken: the item.</param>
    /// <param name="wait">Who will wait. For a put and a take a waiter of <typeparamref name="T"/>, for a watch one of
    /// <see cref="bool"/>.</param>
    /// <param name="cancel">Looked at only when there is something to wait for.</param>
    /// <param name="waiter">Null unless the result is to wait, and somebody does.</param>
    public ItemStep Begin(ItemCall call, ref T item, ItemWait wait, CancellationToken cancel, out AsyncWaiter? waiter)
    {
        ItemStep step;
        var wakeups = new Wakeups();
        waiter = null;
        _guard.Acquire();
        try
        {
            AssertInvariants();
            step = call switch { ItemCall.Put => Put(item), ItemCall.Take => Take(ref item), _ => Look() };
            if (step == ItemStep.Done) Settle(ref wakeups);
            else if (step == ItemStep.MustWait && wait != ItemWait.None)
            {
                if (cancel.IsCancellationRequested) step = ItemStep.Canceled;
                else waiter = Enqueue(call, item, wait);
            }
        }
        finally { _guard.Release(); } // a store of the user's may throw
        wakeups.Complete();
        return step;
    }

    /// <summary>From now on nothing is added; who waits to add is refused, and who waits for an item is told that none will
    /// come.</summary>
    public void Complete()
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        _isComplete = true;
        while (_putters.Dequeue() is { } putter) Fail<T>(putter, Ended(ItemCall.Put), ref wakeups);
        while (_takers.Dequeue() is { } taker) Fail<T>(taker, Ended(ItemCall.Take), ref wakeups); // it is empty: I2
        _watchers.DequeueAll(ref wakeups); // their result is false from the start
        AssertInvariants();
        _guard.Release();
        wakeups.Complete();
    }

    private ItemStep Put(T item)
    {
        if (_isComplete) return ItemStep.Ended;
        if (_count == _maxCount) return ItemStep.MustWait;
        Add(item);
        return ItemStep.Done;
    }

    private ItemStep Take(ref T item)
    {
        if (Look() is var step && step == ItemStep.Done) item = Remove();
        return step;
    }

    private ItemStep Look() => _count > 0 ? ItemStep.Done : _isComplete ? ItemStep.Ended : ItemStep.MustWait;

    private void Add(T item)
    {
        if (!_store.TryAdd(item)) throw new InvalidOperationException("The underlying collection refused the item.");
        _count++;
    }

    private T Remove()
    {
        if (!_store.TryTake(out var item))
            throw new InvalidOperationException("The underlying collection gave no item; use it through this object alone.");
        _count--;
        return item;
    }

    // I2. What a store of the user's throws is for the one whose item it was.
    private void Settle(ref Wakeups wakeups)
    {
        while (true)
        {
            if (_count > 0 && _takers.Dequeue() is { } taker)
            {
                try { Succeed(taker, Remove(), ref wakeups); }
                catch (Exception e) { Fail<T>(taker, e, ref wakeups); }
            }
            else if (_count < _maxCount && _putters.Dequeue() is { } putter)
            {
                try
                {
                    Add(((IItemWaiter<T>)putter).Result);
                    wakeups.Add(putter);
                }
                catch (Exception e) { Fail<T>(putter, e, ref wakeups); }
            }
            else break;
        }
        while (_count > 0 && _watchers.Dequeue() is { } watcher) Succeed(watcher, true, ref wakeups); // all: any may take it
        AssertInvariants();
    }

    private AsyncWaiter Enqueue(ItemCall call, T item, ItemWait wait)
    {
        var queue = call switch { ItemCall.Put => _putters, ItemCall.Take => _takers, _ => _watchers };
        AsyncWaiter waiter = (call, wait) switch
        {
            (ItemCall.Watch, ItemWait.Task) => new ItemTaskWaiter<bool>(queue, false),
            (ItemCall.Watch, _) => new ItemThreadWaiter<bool>(queue, false),
            (_, ItemWait.Task) => new ItemTaskWaiter<T>(queue, item),
            _ => new ItemThreadWaiter<T>(queue, item),
        };
        queue.Enqueue(waiter);
        return waiter;
    }

    private static void Succeed<TResult>(AsyncWaiter waiter, TResult result, ref Wakeups wakeups)
    {
        ((IItemWaiter<TResult>)waiter).Result = result;
        wakeups.Add(waiter);
    }

    private static void Fail<TResult>(AsyncWaiter waiter, Exception failure, ref Wakeups wakeups)
    {
        ((IItemWaiter<TResult>)waiter).Failure = failure;
        wakeups.Add(waiter);
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_count >= 0 && _count <= _maxCount, "I1");
        Debug.Assert(_count == 0 || (_takers.IsEmpty && _watchers.IsEmpty), "I2");
        Debug.Assert(_count == _maxCount || _putters.IsEmpty, "I2");
        Debug.Assert(!_isComplete || (_putters.IsEmpty && _takers.IsEmpty && _watchers.IsEmpty), "I3");
    }

    private string Display =>
        $"{_count} items{(_isComplete ? ", complete" : "")}, {_putters.Count + _takers.Count + _watchers.Count} waiting";
}
