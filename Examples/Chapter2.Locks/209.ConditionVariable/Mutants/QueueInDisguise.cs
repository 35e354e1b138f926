// fails: is built without a ready-made concurrent queue
// Gives the platform's blocking collection another name: right, and nothing was built.
using System.Collections.Concurrent;

namespace Workbook.Examples.Locks.BoundedBuffers;

public sealed class BoundedBuffer<T>
{
    private readonly BlockingCollection<T> _items;

    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _items = new BlockingCollection<T>(capacity);
    }

    public int Count => _items.Count;

    public void Put(T item, CancellationToken cancel = default)
    {
        _items.Add(item, cancel);
    }

    public T Take(CancellationToken cancel = default)
    {
        return _items.Take(cancel);
    }
}
