using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="Platform.ConcurrentBag{T}"/> under the explorer: each operation is one step. Nothing waits.</summary>
/// <remarks>A bag promises no order. The platform's gives a thread what it has added itself first, the latest first, and then
/// what others have; this one gives the latest first, whoever added it. A program that holds only in that order is not seen to
/// be wrong.</remarks>
[Replaces(typeof(Platform.ConcurrentBag<>))]
[DebuggerStepThrough]
[DebuggerDisplay("Count = {_items.Count}")]
public class ConcurrentBag<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly CollectionState _state = new("a ConcurrentBag");
    private readonly Stack<T> _items;

    /// <summary>An empty one.</summary>
    public ConcurrentBag() => _items = new Stack<T>();

    /// <summary>One that holds those.</summary>
    public ConcurrentBag(IEnumerable<T> collection) => _items = new Stack<T>(collection);

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

    /// <summary>Puts an item in.</summary>
    public void Add(T item)
    {
        _state.Change();
        _items.Push(item);
        _state.Ends();
    }

    /// <summary>Takes an item, if there is one.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T result)
    {
        _state.Change();
        return _state.Ends(_items.TryPop(out result));
    }

    /// <summary>Looks at the item that would be taken, if there is one.</summary>
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

    /// <summary>A copy of this moment, in no order that is promised.</summary>
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
        if (items.Length > array.Length - index) throw Copies.TooShort(nameof(index));
        items.CopyTo(array, index);
    }

    void ICollection.CopyTo(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array is T[] same) CopyTo(same, index);
        else ToArray().CopyTo(array, index);
    }

    /// <summary>Goes through what it holds at the moment of this call; later changes are not seen.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Add(item);
        return true;
    }
}
