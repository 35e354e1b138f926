// fails: a wake-up reaches one who can use it
// All sleep in one queue, and one of them is woken: a consumer may wake a consumer, who finds nothing and passes nothing on.
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
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_items.Count == _capacity)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            _items.Enqueue(item);
            Monitor.Pulse(_lock);
        }
    }

    public T Take(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_items.Count == 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            Monitor.Pulse(_lock);
            return _items.Dequeue();
        }
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
