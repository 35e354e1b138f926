// fails: a second word is refused, and the first stays
// Looks in one critical section and writes in the next: two givers find the place empty, and one word replaces the other.
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
        if (IsGiven) throw new InvalidOperationException("The last word has not been taken.");
        lock (_lock)
        {
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
            (_word, _isFull) = (default, false);
            return true;
        }
    }
}
