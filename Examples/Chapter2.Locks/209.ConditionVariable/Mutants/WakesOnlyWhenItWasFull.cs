// fails: two takes in a row make room for two
// Signals only when the buffer was full: the second of two takes wakes nobody, and a producer sleeps beside an empty slot.
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly ParkingMutex _mutex = new();
    private readonly ConditionVariable _roomFreed, _itemArrived;
    private readonly T[] _ring;
    private int _head, _count;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
        (_roomFreed, _itemArrived) = (new ConditionVariable(_mutex), new ConditionVariable(_mutex));
    }

    public int Count { get { using (_mutex.Hold()) return _count; } }

    public void Put(T item, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_count == _ring.Length) _roomFreed.Wait(cancel);
            _ring[(_head + _count) % _ring.Length] = item;
            _count++;
            _itemArrived.Signal();
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_count == 0) _itemArrived.Wait(cancel);
            var item = _ring[_head];
            _ring[_head] = default!;
            _head = (_head + 1) % _ring.Length;
            if (_count-- == _ring.Length) _roomFreed.Signal();
            return item;
        }
    }
}
