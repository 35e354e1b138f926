// fails: items come out in the order in which they went in
// Takes the lock first and then waits for an item: nobody can come in to put one.
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _there = new(0);
    private readonly object _lock = new();
    private readonly Queue<T> _items = [];

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _room = new SemaphoreSlim(capacity);
    }

    public int Count { get { lock (_lock) return _items.Count; } }

    public void Put(T item, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            _room.Wait(cancel);
            _items.Enqueue(item);
            _there.Release();
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        lock (_lock)
        {
            _there.Wait(cancel);
            _room.Release();
            return _items.Dequeue();
        }
    }
}
