// A ring of slots, and two groups of sleepers. Capacity 4, _count 2:
//
//                 _head             (_head + _count) % capacity
//                   v                 v
//             +-----+-----+-----+-----+
//             |     |  a  |  b  |     |         Take removes a; Put writes behind b
//             +-----+-----+-----+-----+
//      producers sleep in _roomFreed         consumers sleep in _itemArrived
//
// Whenever no thread holds _mutex:
//   I1  0 <= _count <= capacity.
//   I2  While consumers sleep, at least _count others have been woken and are on their way to look; the same for producers and
//       the empty slots.
//
// I2 is why one Signal is enough: a put makes one item, and wakes one of those who wait for items, each of whom can use it.
// It needs the two conditions. With one for both, Signal might wake a producer, who cannot use an item, and passes nothing on.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>A first-in-first-out buffer: producers wait while it is full, consumers while it is empty.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Count = {_count} of {_ring.Length}")] // takes no lock
public sealed class BoundedBuffer<T>
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _roomFreed, _itemArrived;
    private readonly T[] _ring;
    private int _head, _count;

    /// <param name="capacity">In items, at least 1.</param>
    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
        (_roomFreed, _itemArrived) = (new ConditionVariable(_mutex), new ConditionVariable(_mutex));
    }

    /// <summary>How many items lie in it; stale by the time it returns.</summary>
    public int Count { get { using (_mutex.Hold()) return _count; } }

    /// <summary>Appends an item, sleeping while there is no room.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    public void Put(T item, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_count == _ring.Length) _roomFreed.Wait(cancel); // [full]
            _ring[(_head + _count) % _ring.Length] = item;
            _count++;                                               // [put]
            _itemArrived.Signal();                                  // one item, one consumer: I2
        }
    }

    /// <summary>Removes the oldest item, sleeping while there is none.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public T Take(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_count == 0) _itemArrived.Wait(cancel);          // [empty] again after each wake-up
            var item = _ring[_head];
            _ring[_head] = default!; // let the collector have what we gave away
            _head = (_head + 1) % _ring.Length;
            _count--;                                               // [take]
            _roomFreed.Signal();                                    // one slot, one producer
            return item;
        }
    }
}
