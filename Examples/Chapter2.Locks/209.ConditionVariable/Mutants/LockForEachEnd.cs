// fails: items come out in the order in which they went in
// One lock for producers and another for consumers, and both change the count: of an increment and a decrement one is lost.
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly object _putting = new();
    private readonly object _taking = new();
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _there = new(0);
    private readonly T[] _ring;
    private int _head;
    private int _count;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _room = new SemaphoreSlim(capacity);
        _ring = new T[capacity];
    }

    public int Count => Volatile.Read(ref _count);

    public void Put(T item, CancellationToken cancel = default)
    {
        _room.Wait(cancel);
        lock (_putting)
        {
            _ring[(_head + _count) % _ring.Length] = item;
            _count++;
        }
        _there.Release();
    }

    public T Take(CancellationToken cancel = default)
    {
        _there.Wait(cancel);
        T item;
        lock (_taking)
        {
            item = _ring[_head];
            _head = (_head + 1) % _ring.Length;
            _count--;
        }
        _room.Release();
        return item;
    }
}
