// fails: the next word can be given, round after round
// Takes the word out and leaves the note that there is one: no second word can ever be given.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly SemaphoreSlim _given = new(0);
    private readonly object _lock = new();
    private T? _word;
    private bool _isFull;

    public bool IsGiven { get { lock (_lock) return _isFull && _word is not null; } }

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
        if (!_given.Wait(timeout, cancel)) return false;
        lock (_lock)
        {
            word = _word!;
            _word = default;
            return true;
        }
    }
}
