using System.Diagnostics;

namespace Workbook.Concurrency.Threads;

/// <summary>The moment at which a wait gives up, so that a loop that is woken early waits only for what is left.</summary>
internal readonly struct Deadline
{
    private const long Forever = long.MaxValue;
    private readonly long _end; // a Stopwatch time stamp, or Forever

    private Deadline(long end) => _end = end;

    public static Deadline Never => new(Forever);

    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> milliseconds, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public static Deadline After(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return Never;
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        return new(Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency));
    }

    public bool HasPassed => _end != Forever && Stopwatch.GetTimestamp() >= _end;

    /// <summary>What is left, for <see cref="Monitor.Wait(object, int)"/>: rounded up, or a wait would end just too
    /// early and spin.</summary>
    public int RemainingMilliseconds
    {
        get
        {
            if (_end == Forever) return Timeout.Infinite;
            var ticks = Math.Max(0, _end - Stopwatch.GetTimestamp());
            return (int)Math.Min(int.MaxValue, Math.Ceiling(ticks * 1000.0 / Stopwatch.Frequency));
        }
    }
}
