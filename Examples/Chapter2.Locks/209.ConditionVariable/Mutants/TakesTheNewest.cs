// fails: items come out in the order in which they went in
// Takes from the end where it puts: whoever came last is served first.
namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly object _lock = new();
    private readonly Stack<T> _items = [];
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
            _items.Push(item);
            Monitor.PulseAll(_lock);
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
            Monitor.PulseAll(_lock);
            return _items.Pop();
        }
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
