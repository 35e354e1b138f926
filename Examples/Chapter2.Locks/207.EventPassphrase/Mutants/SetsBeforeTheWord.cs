// fails: who waits gets the word, whoever comes first
// Tells that there is a word before it is there: who waits is let through, and finds the place empty.
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
            _isFull = true;
        }
        _given.Release();
        lock (_lock) _word = word;
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        if (!_given.Wait(timeout, cancel)) return false;
        lock (_lock)
        {
            word = _word!;
            (_word, _isFull) = (default, false);
            return true;
        }
    }
}
