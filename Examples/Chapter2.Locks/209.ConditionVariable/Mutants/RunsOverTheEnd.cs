// fails: items come out in the order in which they went in
// Moves the end for putting without the modulo: the ring is a ribbon, and the third item falls off.
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly object _lock = new();
    private readonly T[] _ring;
    private int _head;
    private int _count;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
    }

    public int Count { get { lock (_lock) return _count; } }

    public void Put(T item, CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_count == _ring.Length)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            _ring[_head + _count++] = item;
            Monitor.PulseAll(_lock);
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_count == 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            var item = _ring[_head];
            _head = (_head + 1) % _ring.Length;
            _count--;
            Monitor.PulseAll(_lock);
            return item;
        }
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
