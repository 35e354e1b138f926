using System.Diagnostics;

namespace Workbook.Concurrency.Events;

/// <summary>Something that a loop is to do at a time; disposing of it takes that back.</summary>
/// <param name="loop">Its thread calls the action.</param>
/// <param name="action">What to do.</param>
/// <param name="due">When, by the loop's clock.</param>
/// <param name="period">From one time to the next; zero for once only.</param>
[DebuggerDisplay("due {Due}, every {_period}, registered: {IsRegistered}")] // takes no lock
internal sealed class LoopTimer(EventLoop loop, Action action, TimeSpan due, TimeSpan period) : IDisposable
{
    private readonly TimeSpan _period = period;
    private volatile bool _isGone; // false -> true, in Dispose; the loop's thread reads it in IsRegistered

    public Action Action => action;

    public bool IsRecurring => _period > TimeSpan.Zero;

    /// <summary>Guarded by the loop's mutex.</summary>
    public TimeSpan Due { get; private set; } = due;

    public bool IsRegistered => !_isGone;

    /// <summary>To the first time that is still ahead. What was missed is skipped, and the beat is kept.</summary>
    public void MoveOn(TimeSpan now)
    {
        Debug.Assert(IsRecurring && Due <= now);
        Due += ((now - Due).Ticks / _period.Ticks + 1) * _period;
    }

    public void Dispose()
    {
        _isGone = true;
        loop.Remove(this); // each time: a Dispose that was interrupted may be repeated
    }
}
