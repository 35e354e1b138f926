using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="System.Collections.Concurrent.ConcurrentQueue{T}"/> under the explorer: each operation is one step.</summary>
[Replaces(typeof(System.Collections.Concurrent.ConcurrentQueue<>))]
public class ConcurrentQueue<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly CollectionState _state = new("a ConcurrentQueue");
    private readonly Queue<T> _items;

    /// <summary>An empty one.</summary>
    public ConcurrentQueue() => _items = new Queue<T>();

    /// <summary>One that holds those.</summary>
    public ConcurrentQueue(IEnumerable<T> collection) => _items = new Queue<T>(collection);

    /// <summary>How many it holds.</summary>
    public int Count { get { _state.Look(); return _items.Count; } }

    /// <summary>Whether it holds none.</summary>
    public bool IsEmpty => Count == 0;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => throw new NotSupportedException("A concurrent collection has no lock to share.");

    /// <summary>Puts an item at the end.</summary>
    public void Enqueue(T item)
    {
        _state.Change();
        _items.Enqueue(item);
    }

    /// <summary>Takes the first item, if there is one.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T result)
    {
        _state.Change();
        if (_items.TryDequeue(out result)) return true;
        CollectionState.ChangedNothing();
        return false;
    }

    /// <summary>Looks at the first item, if there is one.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T result)
    {
        _state.Look();
        return _items.TryPeek(out result);
    }

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        _state.Change();
        _items.Clear();
    }

    /// <summary>A copy of this moment.</summary>
    public T[] ToArray()
    {
        _state.Look();
        return _items.ToArray();
    }

    /// <summary>Copies what it holds at this moment.</summary>
    public void CopyTo(T[] array, int index) => ToArray().CopyTo(array, index);

    void ICollection.CopyTo(Array array, int index) => ToArray().CopyTo(array, index);

    /// <summary>Goes through what it holds at this moment.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Enqueue(item);
        return true;
    }

    bool IProducerConsumerCollection<T>.TryTake([MaybeNullWhen(false)] out T item) => TryDequeue(out item);
}
