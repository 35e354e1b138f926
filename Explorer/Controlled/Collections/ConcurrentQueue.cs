using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="Platform.ConcurrentQueue{T}"/> under the explorer: each operation is one step. Nothing waits.</summary>
[Replaces(typeof(Platform.ConcurrentQueue<>))]
[DebuggerStepThrough]
[DebuggerDisplay("Count = {_items.Count}")]
public class ConcurrentQueue<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly CollectionState _state = new("a ConcurrentQueue");
    private readonly Queue<T> _items;

    /// <summary>An empty one.</summary>
    public ConcurrentQueue() => _items = new Queue<T>();

    /// <summary>One that holds those.</summary>
    public ConcurrentQueue(IEnumerable<T> collection) => _items = new Queue<T>(collection);

    /// <summary>How many it holds; others may change that at once.</summary>
    public int Count
    {
        get
        {
            _state.Look();
            return _items.Count;
        }
    }

    /// <summary>Whether it holds none; others may change that at once.</summary>
    public bool IsEmpty => Count == 0;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => throw Copies.NoRoot();

    /// <summary>Puts an item at the end.</summary>
    public void Enqueue(T item)
    {
        _state.Change();
        _items.Enqueue(item);
        _state.Ends();
    }

    /// <summary>Takes the first item, if there is one.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T result)
    {
        _state.Change();
        return _state.Ends(_items.TryDequeue(out result));
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
        _state.Ends();
    }

    /// <summary>A copy of this moment, the first item first.</summary>
    public T[] ToArray()
    {
        _state.Look();
        return _items.ToArray();
    }

    /// <summary>Copies what it holds at this moment.</summary>
    /// <exception cref="ArgumentException">There is not so much room from <paramref name="index"/> on.</exception>
    public void CopyTo(T[] array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var items = ToArray();
        if (items.Length > array.Length - index) throw Copies.TooShort();
        items.CopyTo(array, index);
    }

    void ICollection.CopyTo(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array is T[] same) CopyTo(same, index);
        else ToArray().CopyTo(array, index);
    }

    /// <summary>Goes through what it holds at the moment of this call; later changes are not seen.</summary>
    public IEnumerator<T> GetEnumerator() => Copies.Walk(ToArray());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Enqueue(item);
        return true;
    }

    bool IProducerConsumerCollection<T>.TryTake([MaybeNullWhen(false)] out T item) => TryDequeue(out item);
}
