// fails: who waits for a word sleeps, and does not poll
// Asks again and again whether a word is there, and keeps a core from the one who would give it.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly object _lock = new();
    private T? _word;
    private volatile bool _isFull;

    public bool IsGiven { get { lock (_lock) return _isFull; } }

    public void Give(T word)
    {
        lock (_lock)
        {
            if (_isFull) throw new InvalidOperationException("The last word has not been taken.");
            (_word, _isFull) = (word, true);
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        while (SpinWait.SpinUntil(() => _isFull || cancel.IsCancellationRequested, timeout))
        {
            lock (_lock)
            {
                if (_isFull)
                {
                    word = _word!;
                    (_word, _isFull) = (default, false);
                    return true;
                }
            }
            cancel.ThrowIfCancellationRequested();
        }
        return false;
    }
}
