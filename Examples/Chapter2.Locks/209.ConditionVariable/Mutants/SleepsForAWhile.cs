// fails: who waits sleeps, and does not poll
// Lets go of the lock, sleeps for a millisecond and looks again.
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly object _lock = new();
    private readonly Queue<T> _items = [];
    private readonly int _capacity;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    public int Count { get { lock (_lock) return _items.Count; } }

    public void Put(T item, CancellationToken cancel = default)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_items.Count < _capacity)
                {
                    _items.Enqueue(item);
                    return;
                }
            }
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_items.TryDequeue(out var item)) return item;
            }
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
    }
}
