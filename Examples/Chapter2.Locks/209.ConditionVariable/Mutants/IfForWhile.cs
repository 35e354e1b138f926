// fails: no item is lost, none is taken twice
// Takes a wake-up for a promise: the item for which C1 was woken was taken by C2 in between, and C1 takes nothing.
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
            if (_count == _ring.Length) _roomFreed.Wait(cancel);
            _ring[(_head + _count) % _ring.Length] = item;
            _count++;
            _itemArrived.Signal();
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            if (_count == 0) _itemArrived.Wait(cancel);
            var item = _ring[_head];
            _ring[_head] = default!;
            _head = (_head + 1) % _ring.Length;
            _count--;
            _roomFreed.Signal();
            return item;
        }
    }
}
