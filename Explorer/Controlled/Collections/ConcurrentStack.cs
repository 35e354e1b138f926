using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="System.Collections.Concurrent.ConcurrentStack{T}"/> under the explorer: each operation is one step, also those on
/// several items.</summary>
[Replaces(typeof(System.Collections.Concurrent.ConcurrentStack<>))]
public class ConcurrentStack<T> : IProducerConsumerCollection<T>, IReadOnlyCollection<T>
{
    private readonly CollectionState _state = new("a ConcurrentStack");
    private readonly Stack<T> _items;

    /// <summary>An empty one.</summary>
    public ConcurrentStack() => _items = new Stack<T>();

    /// <summary>One that holds those, the last on top.</summary>
    public ConcurrentStack(IEnumerable<T> collection) => _items = new Stack<T>(collection);

    /// <summary>How many it holds.</summary>
    public int Count { get { _state.Look(); return _items.Count; } }

    /// <summary>Whether it holds none.</summary>
    public bool IsEmpty => Count == 0;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => throw new NotSupportedException("A concurrent collection has no lock to share.");

    /// <summary>Puts an item on top.</summary>
    public void Push(T item)
    {
        _state.Change();
        _items.Push(item);
    }

    /// <summary>Puts items on top, the last topmost.</summary>
    public void PushRange(T[] items) => PushRange(items, 0, items?.Length ?? throw new ArgumentNullException(nameof(items)));

    /// <summary>Puts some of the items on top, the last topmost.</summary>
    public void PushRange(T[] items, int startIndex, int count)
    {
        Check(items, startIndex, count);
        if (count == 0) return;
        _state.Change();
        for (var i = startIndex; i < startIndex + count; i++) _items.Push(items[i]);
    }

    /// <summary>Takes the topmost item, if there is one.</summary>
    public bool TryPop([MaybeNullWhen(false)] out T result)
    {
        _state.Change();
        if (_items.TryPop(out result)) return true;
        CollectionState.ChangedNothing();
        return false;
    }

    /// <summary>Takes as many as there is room for; how many it were.</summary>
    public int TryPopRange(T[] items) => TryPopRange(items, 0, items?.Length ?? throw new ArgumentNullException(nameof(items)));

    /// <summary>Takes at most so many, the topmost first; how many it were.</summary>
    public int TryPopRange(T[] items, int startIndex, int count)
    {
        Check(items, startIndex, count);
        if (count == 0) return 0;
        _state.Change();
        var taken = 0;
        while (taken < count && _items.TryPop(out var item)) items[startIndex + taken++] = item;
        if (taken == 0) CollectionState.ChangedNothing();
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
    }

    /// <summary>A copy of this moment, the topmost first.</summary>
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
