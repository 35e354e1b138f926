// The keys that a dictionary was asked for, and in which order those were added that are there. A key gets its entry before
// the step that uses it, and keeps it for good: so the comparer, which may be the program's own code with steps of its own,
// never runs within a step, and the step knows which key it is on.

using System.Diagnostics;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>The keys and values of a dictionary.</summary>
[DebuggerStepThrough]
internal sealed class KeyTable<TKey, TValue>(IEqualityComparer<TKey> comparer) where TKey : notnull
{
    private readonly Dictionary<int, List<KeyEntry<TKey, TValue>>> _byHash = [];
    private int _keys;
    private long _stamps;

    public IEqualityComparer<TKey> Comparer => comparer;

    /// <summary>Those that are there, in the order in which they were added.</summary>
    public LinkedList<KeyEntry<TKey, TValue>> Order { get; } = [];

    /// <summary>Of the one that was added last.</summary>
    public long LastStamp => _stamps;

    /// <summary>Who calls, as an entry knows it.</summary>
    public static int Caller => Execution.Current is null ? -1 : Execution.Self.Index;

    /// <summary>The entry of the key, made if it has none.</summary>
    public KeyEntry<TKey, TValue> Of(TKey key)
    {
        var same = WithHash(comparer.GetHashCode(key));
        for (var i = 0; i < same.Count; i++) // others may add one while it compares
        {
            if (comparer.Equals(same[i].Key, key)) return same[i];
        }
        return Made(same, key);
    }

    /// <summary>The same for a key of another type.</summary>
    public KeyEntry<TKey, TValue> Of<TAlternate>(TAlternate key, IAlternateEqualityComparer<TAlternate, TKey> alternate)
        where TAlternate : notnull, allows ref struct
    {
        var same = WithHash(alternate.GetHashCode(key));
        for (var i = 0; i < same.Count; i++)
        {
            if (alternate.Equals(key, same[i].Key)) return same[i];
        }
        return Made(same, alternate.Create(key));
    }

    public void Add(KeyEntry<TKey, TValue> entry, TKey key, TValue value) => entry.Add(key, value, ++_stamps, Caller, Order);

    public void Clear()
    {
        while (Order.First is { } first) first.Value.Remove(Order);
    }

    private List<KeyEntry<TKey, TValue>> WithHash(int hash)
    {
        if (!_byHash.TryGetValue(hash, out var same)) _byHash.Add(hash, same = []);
        return same;
    }

    private KeyEntry<TKey, TValue> Made(List<KeyEntry<TKey, TValue>> same, TKey key)
    {
        var made = new KeyEntry<TKey, TValue>(key, _keys++);
        same.Add(made);
        return made;
    }
}
