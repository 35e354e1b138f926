using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="Platform.ConcurrentStack{T}"/> under the explorer: each operation is one step, also those on several
/// items. Nothing waits.</summary>
[Replaces(typeof(Platform.ConcurrentStack<>))]
[DebuggerStepThrough]
[DebuggerDisplay("Count = {_items.Count}")]
public class ConcurrentStack<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly CollectionState _state = new("a ConcurrentStack");
    private readonly Stack<T> _items;

    /// <summary>An empty one.</summary>
    public ConcurrentStack() => _items = new Stack<T>();

    /// <summary>One that holds those, the last on top.</summary>
    public ConcurrentStack(IEnumerable<T> collection) => _items = new Stack<T>(collection);

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

    /// <summary>Puts an item on top.</summary>
    public void Push(T item)
    {
        _state.Change();
        _items.Push(item);
        _state.Ends();
    }

    /// <summary>Puts items on top, the last topmost.</summary>
    public void PushRange(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        PushRange(items, 0, items.Length);
    }

    /// <summary>Puts some of the items on top, the last topmost.</summary>
    public void PushRange(T[] items, int startIndex, int count)
    {
        Check(items, startIndex, count);
        if (count == 0) return;
        _state.Change();
        for (var i = startIndex; i < startIndex + count; i++) _items.Push(items[i]);
        _state.Ends();
    }

    /// <summary>Takes the topmost item, if there is one.</summary>
    public bool TryPop([MaybeNullWhen(false)] out T result)
    {
        _state.Change();
        return _state.Ends(_items.TryPop(out result));
    }

    /// <summary>Takes as many as there is room for; how many it were.</summary>
    public int TryPopRange(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return TryPopRange(items, 0, items.Length);
    }

    /// <summary>Takes at most so many, the topmost first; how many it were.</summary>
    public int TryPopRange(T[] items, int startIndex, int count)
    {
        Check(items, startIndex, count);
        if (count == 0) return 0;
        _state.Change();
        var taken = 0;
        while (taken < count && _items.TryPop(out var item)) items[startIndex + taken++] = item;
        _state.Ends(taken > 0);
        return taken;
    }

    /// <summary>Looks at the topmost item, if there is one.</summary>
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

    /// <summary>A copy of this moment, the topmost first.</summary>
    public T[] ToArray()
    {
        _state.Look();
        return _items.ToArray();
    }

    /// <summary>Copies what it holds at this moment, the topmost first.</summary>
    /// <exception cref="ArgumentException">There is not so much room from <paramref name="index"/> on.</exception>
    public void CopyTo(T[] array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        new List<T>(ToArray()).CopyTo(array, index); // which checks as the platform's does
    }

    void ICollection.CopyTo(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        ((ICollection)new List<T>(ToArray())).CopyTo(array, index);
    }

    /// <summary>Goes through what it holds at the moment of this call; later changes are not seen.</summary>
    public IEnumerator<T> GetEnumerator() => Copies.Walk(ToArray());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IProducerConsumerCollection<T>.TryAdd(T item)
    {
        Push(item);
        return true;
    }

    bool IProducerConsumerCollection<T>.TryTake([MaybeNullWhen(false)] out T item) => TryPop(out item);

    private static void Check(T[] items, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startIndex, items.Length);
        if (count > items.Length - startIndex) throw new ArgumentException("There are not so many items from there on.");
    }
}
