// Each operation is one step, on its key or on the whole. A factory that is passed in runs outside of it, between a step that
// looks and one that changes, and may run in vain: as the platform says of GetOrAdd and AddOrUpdate.
//
//      ConcurrentDictionary.cs              what a program calls
//      ConcurrentDictionary.Interfaces.cs   the same through IDictionary and its like
//      ConcurrentDictionary.Alternate.cs    the same with keys of another type

using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="Platform.ConcurrentDictionary{TKey, TValue}"/> under the explorer. Nothing waits.</summary>
/// <remarks>Who goes through it sees the keys in the order in which they were added, which the platform does not
/// promise.</remarks>
[Replaces(typeof(Platform.ConcurrentDictionary<,>))]
[DebuggerStepThrough]
[DebuggerDisplay("Count = {_table.Order.Count}")]
public partial class ConcurrentDictionary<TKey, TValue> where TKey : notnull
{
    private readonly DictionaryState _state = new();
    private readonly KeyTable<TKey, TValue> _table;

    /// <summary>An empty one.</summary>
    public ConcurrentDictionary() : this(default(IEqualityComparer<TKey>)) { }

    /// <summary>An empty one.</summary>
    public ConcurrentDictionary(IEqualityComparer<TKey>? comparer) =>
        _table = new KeyTable<TKey, TValue>(comparer ?? EqualityComparer<TKey>.Default);

    /// <summary>An empty one; the numbers are hints.</summary>
    public ConcurrentDictionary(int concurrencyLevel, int capacity) : this(concurrencyLevel, capacity, null) { }

    /// <summary>An empty one; the numbers are hints.</summary>
    public ConcurrentDictionary(int concurrencyLevel, int capacity, IEqualityComparer<TKey>? comparer) : this(comparer)
    {
        CheckLevel(concurrencyLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
    }

    /// <summary>One that holds those.</summary>
    public ConcurrentDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection) : this(collection, null) { }

    /// <summary>One that holds those.</summary>
    public ConcurrentDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection, IEqualityComparer<TKey>? comparer)
        : this(-1, collection, comparer) { }

    /// <summary>One that holds those; the number is a hint.</summary>
    /// <exception cref="ArgumentException">A key is among them twice.</exception>
    public ConcurrentDictionary(int concurrencyLevel, IEnumerable<KeyValuePair<TKey, TValue>> collection,
        IEqualityComparer<TKey>? comparer) : this(comparer)
    {
        CheckLevel(concurrencyLevel);
        ArgumentNullException.ThrowIfNull(collection);
        foreach (var (key, value) in collection)
        {
            Check(key);
            var entry = _table.Of(key);
            if (entry.IsThere) throw new ArgumentException("A key is there twice.");
            _table.Add(entry, key, value);
        }
    }

    /// <summary>Says which keys are equal.</summary>
    public IEqualityComparer<TKey> Comparer => _table.Comparer;

    /// <summary>How many it holds; others may change that at once.</summary>
    public int Count
    {
        get
        {
            _state.Look();
            return _table.Order.Count;
        }
    }

    /// <summary>Whether it holds none; others may change that at once.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>A copy of the keys of this moment.</summary>
    public ICollection<TKey> Keys => new ReadOnlyCollection<TKey>([.. ToArray().Select(pair => pair.Key)]);

    /// <summary>A copy of the values of this moment.</summary>
    public ICollection<TValue> Values => new ReadOnlyCollection<TValue>([.. ToArray().Select(pair => pair.Value)]);

    /// <summary>The value of the key; setting it adds the key, if it is not there.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The key '{key}' is not there.");
        set
        {
            Check(key);
            Set(_table.Of(key), key, value);
        }
    }

    /// <summary>Adds the value, unless the key has one.</summary>
    public bool TryAdd(TKey key, TValue value)
    {
        Check(key);
        return TryAdd(_table.Of(key), key, value);
    }

    /// <summary>Whether the key has a value.</summary>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>The value of the key, if it has one.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Check(key);
        return TryGet(_table.Of(key), out _, out value);
    }

    /// <summary>Takes the key out, if it is there.</summary>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Check(key);
        return TryRemove(_table.Of(key), out _, out value);
    }

    /// <summary>Takes the key out, if it has that value.</summary>
    public bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        if (item.Key is null) throw new ArgumentNullException(nameof(item));
        var entry = _table.Of(item.Key);
        var isEqual = Compare(entry, item.Value);
        if (isEqual) entry.Remove(_table.Order);
        return _state.Ends(entry.Number, isEqual);
    }

    /// <summary>Changes the value of the key, if it has that one.</summary>
    public bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        Check(key);
        var entry = _table.Of(key);
        var isEqual = Compare(entry, comparisonValue);
        if (isEqual) entry.Set(newValue);
        return _state.Ends(entry.Number, isEqual);
    }

    /// <summary>The value of the key, which is that one if it had none.</summary>
    public TValue GetOrAdd(TKey key, TValue value)
    {
        Check(key);
        var entry = _table.Of(key);
        _state.Change(entry.Number);
        var isNew = !entry.IsThere;
        if (isNew) _table.Add(entry, key, value);
        _state.Ends(entry.Number, isNew);
        return entry.Value!;
    }

    /// <summary>The value of the key, which is made if it has none. Of two threads that make one, both get the first that is
    /// added.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> valueFactory)
    {
        Check(key);
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out var there) ? there : GetOrAdd(key, valueFactory(key));
    }

    /// <inheritdoc cref="GetOrAdd(TKey, Func{TKey, TValue})"/>
    public TValue GetOrAdd<TArg>(TKey key, Func<TKey, TArg, TValue> valueFactory, TArg factoryArgument)
        where TArg : allows ref struct
    {
        Check(key);
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out var there) ? there : GetOrAdd(key, valueFactory(key, factoryArgument));
    }

    /// <summary>Adds a value, or makes another of the one that is there; again, if it was changed meanwhile.</summary>
    public TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, TValue> updateValueFactory)
    {
        Check(key);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        return AddOrUpdate(key, _ => addValue, updateValueFactory);
    }

    /// <inheritdoc cref="AddOrUpdate(TKey, TValue, Func{TKey, TValue, TValue})"/>
    public TValue AddOrUpdate(TKey key, Func<TKey, TValue> addValueFactory, Func<TKey, TValue, TValue> updateValueFactory)
    {
        Check(key);
        ArgumentNullException.ThrowIfNull(addValueFactory);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        while (true)
        {
            if (TryGetValue(key, out var there))
            {
                var changed = updateValueFactory(key, there);
                if (TryUpdate(key, changed, there)) return changed;
            }
            else
            {
                var added = addValueFactory(key);
                if (TryAdd(key, added)) return added;
            }
        }
    }

    /// <inheritdoc cref="AddOrUpdate(TKey, TValue, Func{TKey, TValue, TValue})"/>
    public TValue AddOrUpdate<TArg>(TKey key, Func<TKey, TArg, TValue> addValueFactory,
        Func<TKey, TValue, TArg, TValue> updateValueFactory, TArg factoryArgument) where TArg : allows ref struct
    {
        Check(key);
        ArgumentNullException.ThrowIfNull(addValueFactory);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        while (true)
        {
            if (TryGetValue(key, out var there))
            {
                var changed = updateValueFactory(key, there, factoryArgument);
                if (TryUpdate(key, changed, there)) return changed;
            }
            else
            {
                var added = addValueFactory(key, factoryArgument);
                if (TryAdd(key, added)) return added;
            }
        }
    }

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        _state.Change();
        _table.Clear();
    }

    /// <summary>A copy of this moment.</summary>
    public KeyValuePair<TKey, TValue>[] ToArray()
    {
        _state.Look();
        return [.. _table.Order.Select(entry => KeyValuePair.Create(entry.Key, entry.Value!))];
    }

    /// <summary>Goes through what it holds while others change it: what they do meanwhile may be seen, or not.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => new MovingEnumerator<TKey, TValue>(_state, _table);

    private void Set(KeyEntry<TKey, TValue> entry, TKey key, TValue value)
    {
        _state.Change(entry.Number);
        if (entry.IsThere) entry.Set(value);
        else _table.Add(entry, key, value);
        _state.Ends(entry.Number);
    }

    private bool TryAdd(KeyEntry<TKey, TValue> entry, TKey key, TValue value)
    {
        _state.Change(entry.Number);
        var isNew = !entry.IsThere;
        if (isNew) _table.Add(entry, key, value);
        return _state.Ends(entry.Number, isNew);
    }

    private bool TryGet(KeyEntry<TKey, TValue> entry, [MaybeNullWhen(false)] out TKey key,
        [MaybeNullWhen(false)] out TValue value)
    {
        _state.Look(entry.Number);
        (key, value) = entry.IsThere ? (entry.Key, entry.Value) : (default, default);
        return entry.IsThere;
    }

    private bool TryRemove(KeyEntry<TKey, TValue> entry, [MaybeNullWhen(false)] out TKey key,
        [MaybeNullWhen(false)] out TValue value)
    {
        _state.Change(entry.Number);
        var isThere = entry.IsThere;
        (key, value) = isThere ? (entry.Key, entry.Remove(_table.Order)) : (default, default);
        return _state.Ends(entry.Number, isThere);
    }

    // Whether it has that value: the step of a change.
    private bool Compare(KeyEntry<TKey, TValue> entry, TValue value)
    {
        _state.Change(entry.Number);
        return _state.Found(entry.Number,
            () => entry.IsThere && EqualityComparer<TValue>.Default.Equals(entry.Value!, value), () => entry.Version);
    }

    private static void CheckLevel(int concurrencyLevel)
    {
        if (concurrencyLevel is 0 or < -1) throw new ArgumentOutOfRangeException(nameof(concurrencyLevel));
    }

    private static void Check(TKey key) => ArgumentNullException.ThrowIfNull(key);
}
