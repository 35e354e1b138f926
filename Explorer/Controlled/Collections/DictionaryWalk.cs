using System.Collections;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>The enumerator of a dictionary for those who do not know its types.</summary>
internal sealed class DictionaryWalk<TKey, TValue>(IEnumerator<KeyValuePair<TKey, TValue>> items) : IDictionaryEnumerator
    where TKey : notnull
{
    public DictionaryEntry Entry => new(items.Current.Key, items.Current.Value);

    public object Key => items.Current.Key;

    public object? Value => items.Current.Value;

    public object Current => Entry;

    public bool MoveNext() => items.MoveNext();

    public void Reset() => items.Reset();
}
