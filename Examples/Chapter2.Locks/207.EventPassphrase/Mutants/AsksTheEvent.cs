// fails: a second word is refused, and the first stays
// Takes the event for the place: it is clear once a taker is let through, and the next word overwrites what he has yet to take.
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly AutoEvent _given = new();
    private readonly object _lock = new();
    private T? _word;

    public bool IsGiven => _given.IsSet;

    public void Give(T word)
    {
        lock (_lock)
        {
            if (_given.IsSet) throw new InvalidOperationException("The last word has not been taken.");
            _word = word;
            _given.Set();
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        if (!_given.Wait(timeout, cancel)) return false;
        lock (_lock)
        {
            word = _word!;
            _word = default;
            return true;
        }
    }
}
