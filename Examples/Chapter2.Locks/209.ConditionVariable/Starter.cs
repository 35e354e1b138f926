namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>A first-in-first-out buffer: producers wait while it is full, consumers while it is empty.</summary>
public sealed class BoundedBuffer<T>
{
    private readonly int _capacity;
    private readonly Queue<T> _items = [];

    /// <param name="capacity">In items, at least 1.</param>
    public BoundedBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>How many items lie in it.</summary>
    public int Count => _items.Count;

    /// <summary>Appends an item, sleeping while there is no room.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    public void Put(T item, CancellationToken cancel = default)
    {
        // TODO: sleep while _capacity items are in it. And who wakes a consumer?
        _items.Enqueue(item);
    }

    /// <summary>Removes the oldest item, sleeping while there is none.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public T Take(CancellationToken cancel = default)
    {
        // TODO: sleep while it is empty. And who wakes a producer?
        return _items.Dequeue();
    }
}
