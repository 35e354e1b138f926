// fails: each word goes to exactly one taker
// The event stays set until the word is taken: both who wait are let through, and the second finds nothing.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly ManualResetEventSlim _given = new();
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
        if (!_given.Wait(timeout, cancel)) return false;
        lock (_lock)
        {
            word = _word!;
            (_word, _isFull) = (default, false);
            _given.Reset();
            return true;
        }
    }
}
