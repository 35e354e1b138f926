// passes: a monitor and no event: whether a word is there is the predicate, and the clock is looked at after each wake-up
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
            Monitor.Pulse(_lock);
        }
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        var (start, isOver) = (Stopwatch.GetTimestamp(), false);
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (!_isFull)
            {
                cancel.ThrowIfCancellationRequested();
                if (isOver) return false;
                isOver = !Monitor.Wait(_lock, Left(timeout, start));
            }
            word = _word!;
            (_word, _isFull) = (default, false);
            return true;
        }
    }

    private static TimeSpan Left(TimeSpan timeout, long start)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        var left = timeout - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
