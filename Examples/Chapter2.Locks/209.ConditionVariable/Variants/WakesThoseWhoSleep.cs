// passes: two conditions and a linked list; who is woken passes the news on, if there is more than it can use
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly ParkingMutex _mutex = new();
    private readonly ConditionVariable _roomFreed, _itemArrived;
    private readonly LinkedList<T> _items = [];
    private readonly int _capacity;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        (_roomFreed, _itemArrived) = (new ConditionVariable(_mutex), new ConditionVariable(_mutex));
    }

    public int Count { get { using (_mutex.Hold()) return _items.Count; } }

    public void Put(T item, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_items.Count == _capacity) _roomFreed.Wait(cancel);
            _items.AddLast(item);
            _itemArrived.Signal();
            if (_items.Count < _capacity) _roomFreed.Signal();
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_items.Count == 0) _itemArrived.Wait(cancel);
            var item = _items.First!.Value;
            _items.RemoveFirst();
            _roomFreed.Signal();
            if (_items.Count > 0) _itemArrived.Signal();
            return item;
        }
    }
}
