// A ring buffer and one mutex. Capacity 6, _count 3:
//
//              _head             (_head + _count) % Capacity
//                v                 v
//     +-----+-----+-----+-----+-----+-----+
//     |     |  a  |  b  |  c  |     |     |    Take removes a; Put writes behind c
//     +-----+-----+-----+-----+-----+-----+
//      producers sleep in _roomFreed         consumers sleep in _itemArrived
//
// Whenever no thread holds the mutex:
//   I1  0 <= _count <= Capacity, and Capacity >= 1.
//   I2  While consumers sleep, at least _count others have been woken and are on their way to look; the same for producers
//       and the empty slots.
//   I3  Nobody sleeps once _closed is set, and it is never unset.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Queues;

/// <summary>First in, first out, with room for a fixed number of items.</summary>
[DebuggerDisplay("Count = {_count} of {_ring.Length}, Closed = {_closed}")] // takes no lock
public sealed class BoundedBlockingQueue<T> : IBlockingQueue<T>
{
    private readonly ParkingMutex _mutex = new(); // guards all below
    private readonly ConditionVariable _roomFreed, _itemArrived;
    private readonly T[] _ring;
    private int _head, _count;
    private bool _closed;

    /// <param name="capacity">In items, at least 1.</param>
    public BoundedBlockingQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
        (_roomFreed, _itemArrived) = (new ConditionVariable(_mutex), new ConditionVariable(_mutex));
    }

    /// <inheritdoc/>
    public int Capacity => _ring.Length;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public bool IsEmpty => Count == 0;

    /// <inheritdoc/>
    public bool IsFull => Count == _ring.Length;

    /// <inheritdoc/>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <inheritdoc/>
    public void Put(T item, CancellationToken cancel = default)
    {
        if (Put(item, Deadline.Never, cancel)) return;
        if (IsClosed) throw new InvalidOperationException("Put on a closed queue; close it after the last put.");
        throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryPut(T item) => Put(item, Deadline.After(TimeSpan.Zero), CancellationToken.None);

    /// <inheritdoc/>
    public bool TryPut(T item, TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Put(item, Deadline.After(timeout), cancel)) return true;
        if (!IsClosed) cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public bool Take([MaybeNullWhen(false)] out T item, CancellationToken cancel = default)
    {
        if (Take(out item, Deadline.Never, cancel)) return true;
        if (!IsClosed) throw new OperationCanceledException(cancel);
        return false;
    }

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out T item) => Take(out item, Deadline.After(TimeSpan.Zero), CancellationToken.None);

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Take(out item, Deadline.After(timeout), cancel)) return true;
        if (!IsClosed) cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Close()
    {
        using (_mutex.Hold())
        {
            _closed = true;
            _roomFreed.Broadcast();
            _itemArrived.Broadcast();
        }
    }

    private bool Put(T item, Deadline deadline, CancellationToken cancel)
    {
        using (_mutex.Hold())
        {
            while (_count == _ring.Length && !_closed)
                if (deadline.HasPassed || !_roomFreed.Wait(deadline, cancel)) return false;
            if (_closed) return false;
            _ring[(_head + _count) % _ring.Length] = item;
            _count++;
            _itemArrived.Signal(); // one item, one consumer
            return true;
        }
    }

    private bool Take([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancel)
    {
        item = default;
        using (_mutex.Hold())
        {
            while (_count == 0)
                if (_closed || deadline.HasPassed || !_itemArrived.Wait(deadline, cancel)) return false;
            item = _ring[_head];
            _ring[_head] = default!; // let the collector have what we gave away
            _head = (_head + 1) % _ring.Length;
            _count--;
            _roomFreed.Signal(); // one slot, one producer
            return true;
        }
    }
}
