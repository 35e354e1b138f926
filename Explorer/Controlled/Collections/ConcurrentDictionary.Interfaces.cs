using System.Collections;
using System.Collections.ObjectModel;

namespace Workbook.Explorer.Controlled.Collections;

public partial class ConcurrentDictionary<TKey, TValue> : IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>,
    IDictionary
{
    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    bool IDictionary.IsFixedSize => false;

    bool IDictionary.IsReadOnly => false;

    ICollection IDictionary.Keys => (ReadOnlyCollection<TKey>)Keys;

    ICollection IDictionary.Values => (ReadOnlyCollection<TValue>)Values;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => throw Copies.NoRoot();

    object? IDictionary.this[object key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            return key is TKey own && TryGetValue(own, out var value) ? value : null;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            this[KeyOf(key)] = ValueOf(value);
        }
    }

    void IDictionary<TKey, TValue>.Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value)) throw new ArgumentException("The key is there already.");
    }

    bool IDictionary<TKey, TValue>.Remove(TKey key) => TryRemove(key, out _);

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) =>
        ((IDictionary<TKey, TValue>)this).Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out var value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) => TryRemove(item);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int index) =>
        Room(array, index).CopyTo(array, index);

    void IDictionary.Add(object key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ((IDictionary<TKey, TValue>)this).Add(KeyOf(key), ValueOf(value));
    }

    bool IDictionary.Contains(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key is TKey own && ContainsKey(own);
    }

    void IDictionary.Remove(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key is TKey own) TryRemove(own, out _);
    }

    void ICollection.CopyTo(Array array, int index)
    {
        var items = Room(array, index);
        if (array is KeyValuePair<TKey, TValue>[] pairs) items.CopyTo(pairs, index);
        else if (array is System.Collections.DictionaryEntry[] entries)
            foreach (var item in items) entries[index++] = new System.Collections.DictionaryEntry(item.Key, item.Value);
        else if (array is object?[] objects)
            foreach (var item in items) objects[index++] = item;
        else throw new ArgumentException("Nothing that it holds goes into such an array.", nameof(array));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IDictionaryEnumerator IDictionary.GetEnumerator() => new DictionaryWalk<TKey, TValue>(GetEnumerator());

    private KeyValuePair<TKey, TValue>[] Room(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var items = ToArray();
        return items.Length <= array.Length - index ? items : throw Copies.TooShort();
    }

    private static TKey KeyOf(object key) =>
        key is TKey own ? own : throw new ArgumentException("The key is of another type than the keys of this dictionary.");

    private static TValue ValueOf(object? value) => value switch
    {
        TValue own => own,
        null when default(TValue) is null => default!,
        _ => throw new ArgumentException("The value is of another type than the values of this dictionary."),
    };
}
