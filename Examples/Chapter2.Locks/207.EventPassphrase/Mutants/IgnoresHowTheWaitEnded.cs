// fails: who gives up has taken no word
// Does not ask what ended the wait, the event or the clock: it takes a word whose set stays behind, and lets the next one pass.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly SemaphoreSlim _given = new(0);
    private readonly object _lock = new();
    private T? _word;
    private bool _isFull;

    public bool IsGiven { get { lock (_lock) return _isFull; } }

    public void Give(T word)
    {
        lock (_lock)
        {
            if (_isFull) throw new InvalidOperationException("The last word has not been taken.");
            (_word, _isFull) = (word, true);
            _given.Release();
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        _given.Wait(timeout, cancel);
        lock (_lock)
        {
            if (!_isFull) return false;
            word = _word!;
            (_word, _isFull) = (default, false);
            return true;
        }
    }
}
