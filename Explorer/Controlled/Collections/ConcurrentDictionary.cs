// Each operation is one step; a factory that is passed in runs outside of it, between a step that looks and one that changes, and may run
// in vain: as the platform says of GetOrAdd and AddOrUpdate.

using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary><see cref="System.Collections.Concurrent.ConcurrentDictionary{TKey, TValue}"/> under the explorer.</summary>
/// <remarks>Left out: alternate lookups, and the interface without types.</remarks>
[Replaces(typeof(System.Collections.Concurrent.ConcurrentDictionary<,>))]
public class ConcurrentDictionary<TKey, TValue> : IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue> where TKey : notnull
{
    private readonly CollectionState _state = new("a ConcurrentDictionary");
    private readonly Dictionary<TKey, TValue> _items;

    /// <summary>An empty one.</summary>
    public ConcurrentDictionary() : this(default(IEqualityComparer<TKey>)) { }

    /// <summary>An empty one.</summary>
    public ConcurrentDictionary(IEqualityComparer<TKey>? comparer) => _items = new Dictionary<TKey, TValue>(comparer);

    /// <summary>An empty one; the numbers are hints.</summary>
    public ConcurrentDictionary(int concurrencyLevel, int capacity) : this(concurrencyLevel, capacity, null) { }

    /// <summary>An empty one; the numbers are hints.</summary>
    public ConcurrentDictionary(int concurrencyLevel, int capacity, IEqualityComparer<TKey>? comparer) : this(comparer)
    {
        if (concurrencyLevel is 0 or < -1) throw new ArgumentOutOfRangeException(nameof(concurrencyLevel));
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
    }

    /// <summary>One that holds those.</summary>
    public ConcurrentDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection) : this(collection, null) { }

    /// <summary>One that holds those.</summary>
    public ConcurrentDictionary(IEnumerable<KeyValuePair<TKey, TValue>> collection, IEqualityComparer<TKey>? comparer) =>
        _items = new Dictionary<TKey, TValue>(collection, comparer);

    /// <summary>Says which keys are equal.</summary>
    public IEqualityComparer<TKey> Comparer => _items.Comparer;

    /// <summary>How many it holds.</summary>
    public int Count { get { _state.Look(); return _items.Count; } }

    /// <summary>Whether it holds none.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>A copy of the keys of this moment.</summary>
    public ICollection<TKey> Keys { get { _state.Look(); return [.. _items.Keys]; } }

    /// <summary>A copy of the values of this moment.</summary>
    public ICollection<TValue> Values { get { _state.Look(); return [.. _items.Values]; } }

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    /// <summary>The value of the key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TValue this[TKey key]
    {
        get { _state.Look(); return _items[key]; }
        set { Check(key); _state.Change(); _items[key] = value; }
    }

    /// <summary>Adds the value, unless the key has one.</summary>
    public bool TryAdd(TKey key, TValue value)
    {
        Check(key);
        _state.Change();
        return Done(_items.TryAdd(key, value));
    }

    /// <summary>Whether the key has a value.</summary>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>The value of the key, if it has one.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Check(key);
        _state.Look();
        return _items.TryGetValue(key, out value);
    }

    /// <summary>Takes the key out, if it is there.</summary>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Check(key);
        _state.Change();
        return Done(_items.Remove(key, out value));
    }

    /// <summary>Takes the key out, if it has that value.</summary>
    public bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        Check(item.Key);
        _state.Change();
        return Done(Has(item.Key, item.Value) && _items.Remove(item.Key));
    }

    /// <summary>Changes the value of the key, if it has that one.</summary>
    public bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        Check(key);
        _state.Change();
        if (!Has(key, comparisonValue)) return Done(false);
        _items[key] = newValue;
        return true;
    }

    /// <summary>The value of the key, which is that one if it had none.</summary>
    public TValue GetOrAdd(TKey key, TValue value)
    {
        Check(key);
        _state.Change();
        if (_items.TryGetValue(key, out var there))
        {
            CollectionState.ChangedNothing();
            return there;
        }
        _items.Add(key, value);
        return value;
    }

    /// <summary>The value of the key, which is made if it has none. Of two threads that make one, both get the first that is added.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> valueFactory)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out var there) ? there : GetOrAdd(key, valueFactory(key));
    }

    /// <inheritdoc cref="GetOrAdd(TKey, Func{TKey, TValue})"/>
    public TValue GetOrAdd<TArg>(TKey key, Func<TKey, TArg, TValue> valueFactory, TArg factoryArgument) where TArg : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out var there) ? there : GetOrAdd(key, valueFactory(key, factoryArgument));
    }

    /// <summary>Adds a value, or makes another of the one that is there; again, if it was changed meanwhile.</summary>
    public TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, TValue> updateValueFactory) =>
        AddOrUpdate(key, _ => addValue, updateValueFactory);

    /// <inheritdoc cref="AddOrUpdate(TKey, TValue, Func{TKey, TValue, TValue})"/>
    public TValue AddOrUpdate(TKey key, Func<TKey, TValue> addValueFactory, Func<TKey, TValue, TValue> updateValueFactory)
    {
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
    public TValue AddOrUpdate<TArg>(TKey key, Func<TKey, TArg, TValue> addValueFactory, Func<TKey, TValue, TArg, TValue> updateValueFactory,
        TArg factoryArgument)
    {
        ArgumentNullException.ThrowIfNull(addValueFactory);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        return AddOrUpdate(key, own => addValueFactory(own, factoryArgument), (own, value) => updateValueFactory(own, value, factoryArgument));
    }

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        _state.Change();
        _items.Clear();
    }

    /// <summary>A copy of this moment.</summary>
    public KeyValuePair<TKey, TValue>[] ToArray()
    {
        _state.Look();
        return [.. _items];
    }

    /// <summary>Goes through what it holds. On the platform changes may or may not be seen meanwhile; here they are not.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void IDictionary<TKey, TValue>.Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value)) throw new ArgumentException("The key already existed in the dictionary.");
    }

    bool IDictionary<TKey, TValue>.Remove(TKey key) => TryRemove(key, out _);

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => ((IDictionary<TKey, TValue>)this).Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out var value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) => TryRemove(item);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => ToArray().CopyTo(array, arrayIndex);

    private bool Has(TKey key, TValue value) =>
        _items.TryGetValue(key, out var there) && EqualityComparer<TValue>.Default.Equals(there, value);

    private static bool Done(bool changed)
    {
        if (!changed) CollectionState.ChangedNothing();
        return changed;
    }

    private static void Check(TKey key) => ArgumentNullException.ThrowIfNull(key);
}
