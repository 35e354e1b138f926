// fails: each word goes to exactly one taker
// Who is woken does not look again: another has taken the word in between.
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
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
            Monitor.Pulse(_lock);
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            if (!_isFull)
            {
                cancel.ThrowIfCancellationRequested();
                if (!Monitor.Wait(_lock, timeout)) return false;
                cancel.ThrowIfCancellationRequested();
            }
            word = _word!;
            (_word, _isFull) = (default, false);
            return true;
        }
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
