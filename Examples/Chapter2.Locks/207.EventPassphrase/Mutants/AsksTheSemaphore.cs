// fails: a second word is refused, and the first stays
// Takes the permit for the word: it is gone once a taker is let through, and the next word overwrites what he has yet to take.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly SemaphoreSlim _given = new(0);
    private readonly object _lock = new();
    private T? _word;

    public bool IsGiven => _given.CurrentCount > 0;

    public void Give(T word)
    {
        lock (_lock)
        {
            if (_given.CurrentCount > 0) throw new InvalidOperationException("The last word has not been taken.");
            _word = word;
            _given.Release();
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
