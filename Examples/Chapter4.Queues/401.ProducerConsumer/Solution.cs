// A ring of slots, two groups of sleepers, and an end. Capacity 4, _count 2:
//
//                 _head             (_head + _count) % capacity
//                   v                 v
//             +-----+-----+-----+-----+
//             |     |  a  |  b  |     |         Take removes a; Put writes behind b
//             +-----+-----+-----+-----+
//      producers sleep in _roomFreed         consumers sleep in _itemArrived
//
//      open:     Put adds or waits            Take removes or waits
//      closed:   Put is refused               Take removes; when nothing is left, it says so
//
// Whenever no thread holds _mutex:
//   I1  0 <= _count <= capacity.
//   I2  While consumers sleep, at least _count others have been woken and are on their way to look; the same for producers and
//       the empty slots.
//   I3  Nobody sleeps once _closed is set, and it is never unset.
//
// Every form is one of two loops with another time to wait: none, some, or for ever. Whoever has no time left looks once more
// before it gives up, so that false means: it was full (or empty) at the end of the time, not at its beginning.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>A first-in-first-out queue between producers and consumers, with an end.</summary>
/// <remarks>Any thread may call any member. An already cancelled token means: do not wait. Timeouts are zero to
/// <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</remarks>
[DebuggerDisplay("Count = {_count} of {_ring.Length}, Closed = {_closed}")] // takes no lock
public sealed class BoundedQueue<T>
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _roomFreed, _itemArrived;
    private readonly T[] _ring;
    private int _head, _count;
    private bool _closed;

    /// <param name="capacity">In items, at least 1.</param>
    public BoundedQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
        (_roomFreed, _itemArrived) = (new ConditionVariable(_mutex), new ConditionVariable(_mutex));
    }

    /// <summary>How many items lie in it; stale by the time it returns.</summary>
    public int Count { get { using (_mutex.Hold()) return _count; } }

    /// <summary>Whether <see cref="Close"/> was called. True is final.</summary>
    public bool IsClosed { get { using (_mutex.Hold()) return _closed; } }

    /// <summary>Appends an item, sleeping while there is no room.</summary>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it; the item was not added.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    public void Put(T item, CancellationToken cancel = default)
    {
        if (!TryPut(item, Timeout.InfiniteTimeSpan, cancel))
            throw new InvalidOperationException("Put on a closed queue; close it after the last put, or use TryPut.");
    }

    /// <summary>Appends an item if there is room now. False: full or closed.</summary>
    public bool TryPut(T item) => TryPut(item, TimeSpan.Zero);

    /// <summary>Appends an item, sleeping no longer than <paramref name="timeout"/>.</summary>
    /// <returns>False when it was still full at the end of the time, or is closed.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    public bool TryPut(T item, TimeSpan timeout, CancellationToken cancel = default)
    {
        var wait = new TimeLimit(timeout);
        using (_mutex.Hold())
        {
            while (_count == _ring.Length && !_closed)                       // [full]
                if (!wait.Sleep(_roomFreed, cancel)) return false;
            if (_closed) return false;                                       // [refused]
            _ring[(_head + _count) % _ring.Length] = item;
            _count++;                                                        // [put]
            _itemArrived.Signal();                                           // one item, one consumer: I2
            return true;
        }
    }

    /// <summary>Removes the oldest item, sleeping while there is none.</summary>
    /// <returns>False once the queue is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool Take([MaybeNullWhen(false)] out T item, CancellationToken cancel = default) =>
        TryTake(out item, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Removes the oldest item if there is one now. False: empty.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item) => TryTake(out item, TimeSpan.Zero);

    /// <summary>Removes the oldest item, sleeping no longer than <paramref name="timeout"/>.</summary>
    /// <returns>False when it was still empty at the end of the time, or is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancel = default)
    {
        item = default;
        var wait = new TimeLimit(timeout);
        using (_mutex.Hold())
        {
            while (_count == 0)                                              // [empty]
                if (_closed || !wait.Sleep(_itemArrived, cancel)) return false; // [drained] closed, and nothing is left
            item = _ring[_head];
            _ring[_head] = default!; // let the collector have what we gave away
            _head = (_head + 1) % _ring.Length;
            _count--;                                                        // [take]
            _roomFreed.Signal();                                             // one slot, one producer
            return true;
        }
    }

    /// <summary>Refuses further puts; what is left may still be taken. May be repeated.</summary>
    public void Close()
    {
        using (_mutex.Hold())
        {
            _closed = true;                                                  // [close]
            _roomFreed.Broadcast();                                          // all of them are refused: I3
            _itemArrived.Broadcast();                                        // nothing more will come for them
        }
    }
}
