// passes: a permit for each empty slot and one for each item: the semaphores do the waiting, the lock is only for the queue
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
        _room.Wait(cancel);
        lock (_lock) _items.Enqueue(item);
        _there.Release();
    }

    public T Take(CancellationToken cancel = default)
    {
        _there.Wait(cancel);
        T item;
        lock (_lock) item = _items.Dequeue();
        _room.Release();
        return item;
    }
}
