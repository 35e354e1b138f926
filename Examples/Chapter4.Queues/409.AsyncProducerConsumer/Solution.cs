// Items in the middle, and on each side a row of promises. Capacity 3:
//
//      _putters                      _items                    _takers
//      (promise, item) ... x e       d c b                     empty, for there are items
//
//      empty, for there is room      (nothing)                 promise ... t2 t1
//
// Whenever nobody holds the guard:
//   I1  Somebody waits to take only while _items is empty; somebody waits to put only while it is full.
//   I2  A promise leaves its row once: served, refused by Complete, or given up by its own token.
//   I3  After Complete nobody waits.
//
// I1 holds because a put serves the oldest taker, if there is one, instead of queueing its item, and a take that makes room moves
// the oldest putter's item in. So items come out in the order of the puts, and takers are served in the order of their calls.

using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workbook.Examples.Queues.AsyncBuffers;

/// <summary>A first-in-first-out queue with room for some items; who has to wait awaits, and blocks no thread.</summary>
/// <remarks>Any thread may call any member. An already cancelled token means: do not wait.</remarks>
[DebuggerDisplay("Count = {_items.Count} of {_capacity}, {_putters.Count} + {_takers.Count} waiting")] // takes no lock
public sealed class AwaitableQueue<T>
{
    private readonly int _capacity;

    private readonly Lock _guard = new(); // held for some instructions, never across an await; it guards:
    private readonly Queue<T> _items = new();
    private readonly LinkedList<Waiting> _putters = new(), _takers = new();
    private bool _isComplete;

    /// <param name="capacity">In items, at least 1.</param>
    public AwaitableQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    // Its owner awaits it outside the guard, and nobody's code runs where it is completed.
    private sealed class Waiting() : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public T Item = default!; // a putter's from the beginning, a taker's from when it is served
    }

    /// <summary>How many items lie in it; stale by the time it returns.</summary>
    public int Count { get { lock (_guard) return _items.Count; } }

    /// <summary>Appends an item, waiting for room.</summary>
    /// <exception cref="InvalidOperationException">Complete, before the call or during it; the item was not added.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    public async Task PutAsync(T item, CancellationToken cancel = default)
    {
        LinkedListNode<Waiting> mine;
        lock (_guard)
        {
            if (_isComplete) throw Refusal();
            if (TakeFirst(_takers) is { } taker)            // [serve] they wait because it is empty: past the queue, I1
            {
                taker.Item = item;
                taker.SetResult(true);
                return;
            }
            if (_items.Count < _capacity)
            {
                _items.Enqueue(item);
                return;
            }
            mine = _putters.AddLast(new Waiting { Item = item }); // [full]
        }
        if (!await Outcome(mine, cancel).ConfigureAwait(false)) throw Refusal();
    }

    /// <summary>Removes the oldest item, waiting for one.</summary>
    /// <returns>The item; or, once it is complete and drained, <c>HasItem</c> false.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public async Task<(bool HasItem, T Item)> TakeAsync(CancellationToken cancel = default)
    {
        LinkedListNode<Waiting> mine;
        lock (_guard)
        {
            if (_items.TryDequeue(out var item))
            {
                if (TakeFirst(_putters) is { } putter)      // [room] for the one who has waited longest
                {
                    _items.Enqueue(putter.Item);
                    putter.SetResult(true);
                }
                return (true, item);
            }
            if (_isComplete) return (false, default!);
            mine = _takers.AddLast(new Waiting());          // [empty]
        }
        var hasItem = await Outcome(mine, cancel).ConfigureAwait(false);
        return (hasItem, mine.Value.Item);
    }

    /// <summary>All items until it is complete and drained, for <c>await foreach</c>. Several may share it; each item goes to
    /// one.</summary>
    public async IAsyncEnumerable<T> TakeAllAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        while (await TakeAsync(cancel).ConfigureAwait(false) is (true, var item)) yield return item;
    }

    /// <summary>Refuses further puts and those that wait; what lies in it may still be taken. May be repeated.</summary>
    public void Complete()
    {
        lock (_guard)
        {
            _isComplete = true;
            while (TakeFirst(_putters) is { } putter) putter.SetResult(false);
            while (TakeFirst(_takers) is { } taker) taker.SetResult(false); // they wait because it is empty: it is drained
        }
    }

    private static InvalidOperationException Refusal() => new("Put on a complete queue; complete it after the last put.");

    private static Waiting? TakeFirst(LinkedList<Waiting> row)
    {
        if (row.First is not { } first) return null;
        row.Remove(first);
        return first.Value;
    }

    // Registered outside the guard: a token that has fired already calls back here and now.
    private async Task<bool> Outcome(LinkedListNode<Waiting> mine, CancellationToken cancel)
    {
        await using var registration = cancel.UnsafeRegister(_ =>
        {
            lock (_guard)
            {
                if (mine.List is null) return; // too late: served or refused
                mine.List.Remove(mine);
            }
            mine.Value.SetCanceled(cancel);
        }, null);
        return await mine.Value.Task.ConfigureAwait(false);
    }
}
