using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Collections;

public partial class ConcurrentDictionary<TKey, TValue>
{
    /// <summary>The same dictionary with keys of another type, which its comparer knows.</summary>
    /// <exception cref="InvalidOperationException">Its comparer does not know them.</exception>
    public AlternateLookup<TAlternateKey> GetAlternateLookup<TAlternateKey>() where TAlternateKey : notnull, allows ref struct =>
        TryGetAlternateLookup<TAlternateKey>(out var lookup) ? lookup
            : throw new InvalidOperationException($"The comparer does not know keys of the type {typeof(TAlternateKey)}.");

    /// <summary>The same, if its comparer knows them.</summary>
    public bool TryGetAlternateLookup<TAlternateKey>(out AlternateLookup<TAlternateKey> lookup)
        where TAlternateKey : notnull, allows ref struct
    {
        var knows = Comparer is IAlternateEqualityComparer<TAlternateKey, TKey>;
        lookup = knows ? new AlternateLookup<TAlternateKey>(this) : default;
        return knows;
    }

    /// <summary>A dictionary seen through keys of another type. A key that it is asked for is made at once, and not only when it
    /// is added.</summary>
    [DebuggerStepThrough]
    public readonly struct AlternateLookup<TAlternateKey> where TAlternateKey : notnull, allows ref struct
    {
        internal AlternateLookup(ConcurrentDictionary<TKey, TValue> dictionary) => Dictionary = dictionary;

        /// <summary>What it is a view of.</summary>
        public ConcurrentDictionary<TKey, TValue> Dictionary { get; }

        /// <summary>The value of the key; setting it adds the key, if it is not there.</summary>
        /// <exception cref="KeyNotFoundException">There is none.</exception>
        public TValue this[TAlternateKey key]
        {
            get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("The key is not there.");
            set
            {
                var entry = EntryOf(key);
                Dictionary.Set(entry, entry.Key, value);
            }
        }

        /// <summary>Whether the key has a value.</summary>
        public bool ContainsKey(TAlternateKey key) => TryGetValue(key, out _);

        /// <summary>Adds the value, unless the key has one.</summary>
        public bool TryAdd(TAlternateKey key, TValue value)
        {
            var entry = EntryOf(key);
            return Dictionary.TryAdd(entry, entry.Key, value);
        }

        /// <summary>The value of the key, if it has one.</summary>
        public bool TryGetValue(TAlternateKey key, [MaybeNullWhen(false)] out TValue value) => TryGetValue(key, out _, out value);

        /// <summary>The value of the key, if it has one, and the key itself.</summary>
        public bool TryGetValue(TAlternateKey key, [MaybeNullWhen(false)] out TKey actualKey,
            [MaybeNullWhen(false)] out TValue value) => Dictionary.TryGet(EntryOf(key), out actualKey, out value);

        /// <summary>Takes the key out, if it is there.</summary>
        public bool TryRemove(TAlternateKey key, [MaybeNullWhen(false)] out TValue value) => TryRemove(key, out _, out value);

        /// <summary>Takes the key out, if it is there.</summary>
        public bool TryRemove(TAlternateKey key, [MaybeNullWhen(false)] out TKey actualKey,
            [MaybeNullWhen(false)] out TValue value) => Dictionary.TryRemove(EntryOf(key), out actualKey, out value);

        private KeyEntry<TKey, TValue> EntryOf(TAlternateKey key) =>
            Dictionary._table.Of(key, (IAlternateEqualityComparer<TAlternateKey, TKey>)Dictionary.Comparer);
    }
}
