// passes: two semaphores, and a lock for each end of the ring: a producer and a consumer never meet at the same slot
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _there = new(0);
    private readonly object _putting = new();
    private readonly object _taking = new();
    private readonly T[] _ring;
    private int _head;
    private int _tail;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _room = new SemaphoreSlim(capacity);
        _ring = new T[capacity];
    }

    public int Count => _there.CurrentCount;

    public void Put(T item, CancellationToken cancel = default)
    {
        _room.Wait(cancel);
        lock (_putting)
        {
            _ring[_tail] = item;
            _tail = (_tail + 1) % _ring.Length;
            _there.Release();
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        _there.Wait(cancel);
        lock (_taking)
        {
            var item = _ring[_head];
            _head = (_head + 1) % _ring.Length;
            _room.Release();
            return item;
        }
    }
}
