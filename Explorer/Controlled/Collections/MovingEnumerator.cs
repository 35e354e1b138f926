// The platform's goes through a dictionary while others change it: what is removed before it comes there it does not see, and
// what is added it may see. Here it sees what others add, as it comes last; what its own thread adds meanwhile it does not
// see, so that it ends.

using System.Collections;
using System.Diagnostics;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>Goes through a concurrent dictionary: each <see cref="MoveNext"/> is a step that looks.</summary>
[DebuggerStepThrough]
internal sealed class MovingEnumerator<TKey, TValue>(DictionaryState state, KeyTable<TKey, TValue> table)
    : IEnumerator<KeyValuePair<TKey, TValue>> where TKey : notnull
{
    private KeyEntry<TKey, TValue>? _last;
    private long _begun = -1, _at; // the stamps of the latest entry at the first step, and of the last one that was given
    private bool _isOver;

    public KeyValuePair<TKey, TValue> Current { get; private set; }

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (_isOver) return false;
        state.Look();
        if (_begun < 0) _begun = table.LastStamp;
        var next = Next();
        var caller = KeyTable<TKey, TValue>.Caller;
        while (next is not null && next.Value.Stamp > _begun && next.Value.Adder == caller) next = next.Next;
        _isOver = next is null;
        if (next is null) return false;
        (_last, _at) = (next.Value, next.Value.Stamp);
        Current = new KeyValuePair<TKey, TValue>(_last.Key, _last.Value!);
        return true;
    }

    public void Reset() => (_last, _begun, _at, _isOver, Current) = (null, -1, 0, false, default);

    public void Dispose() { }

    private LinkedListNode<KeyEntry<TKey, TValue>>? Next()
    {
        if (_last is { Place: { } place } && _last.Stamp == _at) return place.Next;
        var next = table.Order.First; // where we stood is gone
        while (next is not null && next.Value.Stamp <= _at) next = next.Next;
        return next;
    }
}
