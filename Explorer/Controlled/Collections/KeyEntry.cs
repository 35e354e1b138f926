namespace Workbook.Explorer.Controlled.Collections;

/// <summary>A key that a dictionary was asked for: with a value, or without.</summary>
/// <param name="key">As it was first seen.</param>
/// <param name="number">The how manieth of them it is.</param>
internal sealed class KeyEntry<TKey, TValue>(TKey key, int number)
{
    public int Number => number;

    /// <summary>As it was given when it was added.</summary>
    public TKey Key { get; private set; } = key;

    public TValue? Value { get; private set; }

    public bool IsThere { get; private set; }

    /// <summary>How often it was changed.</summary>
    public int Version { get; private set; }

    /// <summary>When it was added: later ones have higher stamps.</summary>
    public long Stamp { get; private set; }

    /// <summary>The thread that has added it.</summary>
    public int Adder { get; private set; }

    /// <summary>Its place among those that are there.</summary>
    public LinkedListNode<KeyEntry<TKey, TValue>>? Place { get; private set; }

    public void Add(TKey key, TValue value, long stamp, int adder, LinkedList<KeyEntry<TKey, TValue>> order)
    {
        (Key, Stamp, Adder, Place) = (key, stamp, adder, order.AddLast(this));
        Set(value);
    }

    public void Set(TValue value)
    {
        (Value, IsThere) = (value, true);
        Version++;
    }

    public TValue Remove(LinkedList<KeyEntry<TKey, TValue>> order)
    {
        var value = Value!;
        order.Remove(Place!);
        (Value, IsThere, Place) = (default, false, null);
        Version++;
        return value;
    }
}
