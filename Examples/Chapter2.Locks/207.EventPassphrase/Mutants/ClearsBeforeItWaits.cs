// fails: who waits gets the word, whoever comes first
// Clears the event before it waits, to be on the safe side, and wipes out the only news of a word that is there already.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly AutoResetEvent _given = new(false);
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
        var ended = WaitHandle.WaitAny([_given, cancel.WaitHandle], timeout);
        if (ended == 1) throw new OperationCanceledException(cancel);
        if (ended == WaitHandle.WaitTimeout) return false;
        lock (_lock)
        {
            word = _word!;
            (_word, _isFull) = (default, false);
            return true;
        }
    }
}
