// fails: who waits for a word sleeps, and does not poll
// Sleeps for a millisecond and looks again, until there is a word.
using System.Diagnostics;
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
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        var start = Stopwatch.GetTimestamp();
        while (true)
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
            if (timeout != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(start) >= timeout) return false;
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
    }
}
