// fails: who is cancelled has changed nothing
// Looks at the token whenever it is woken, but the cancellation wakes nobody.
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
        lock (_lock)
        {
            while (_items.Count == _capacity)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            _items.Enqueue(item);
            Monitor.PulseAll(_lock);
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        lock (_lock)
        {
            while (_items.Count == 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            Monitor.PulseAll(_lock);
            return _items.Dequeue();
        }
    }
}
