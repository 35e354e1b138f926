// fails: who waits sleeps, and does not poll
// Asks again and again whether there is room, or an item, and keeps a core from those who could change it.
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly object _lock = new();
    private readonly T[] _ring;
    private int _head;
    private volatile int _count;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
    }

    public int Count => _count;

    public void Put(T item, CancellationToken cancel = default)
    {
        while (true)
        {
            while (_count == _ring.Length) cancel.ThrowIfCancellationRequested();
            lock (_lock)
            {
                if (_count == _ring.Length) continue; // another was faster
                _ring[(_head + _count) % _ring.Length] = item;
                _count++;
                return;
            }
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        while (true)
        {
            while (_count == 0) cancel.ThrowIfCancellationRequested();
            lock (_lock)
            {
                if (_count == 0) continue; // another was faster
                var item = _ring[_head];
                _head = (_head + 1) % _ring.Length;
                _count--;
                return item;
            }
        }
    }
}
