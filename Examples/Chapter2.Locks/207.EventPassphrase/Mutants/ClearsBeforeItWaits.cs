// fails: who waits gets the word, whoever comes first
// Clears the event before it waits, to be on the safe side, and wipes out the only news of a word that is there already.
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly AutoEvent _given = new();
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
            _given.Set();
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        _given.Reset();
        if (!_given.Wait(timeout, cancel)) return false;
        lock (_lock)
        {
            word = _word!;
            (_word, _isFull) = (default, false);
            return true;
        }
    }
}
