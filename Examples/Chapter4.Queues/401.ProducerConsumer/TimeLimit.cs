using System.Diagnostics;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>How long a call may sleep in all, however often it is woken for nothing.</summary>
internal readonly struct TimeLimit
{
    private readonly TimeSpan _timeout;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public TimeLimit(TimeSpan timeout)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        }
        _timeout = timeout;
    }

    /// <summary>Sleeps until woken, but only for what is left of the time. The lock of the condition is held.</summary>
    /// <returns>False when nothing was left, and it has not slept. True: look again, whatever has woken it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was woken.</exception>
    public bool Sleep(ConditionVariable condition, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_timeout == Timeout.InfiniteTimeSpan)
        {
            condition.Wait(cancel);
            return true;
        }
        var left = _timeout - Stopwatch.GetElapsedTime(_start); // may be -1 ms, which would mean for ever
        if (left <= TimeSpan.Zero) return false;
        condition.Wait(left, cancel);
        return true;
    }
}
