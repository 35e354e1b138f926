// The timers of a loop, and how one moves on. Period 100, and the loop comes late, at 250:
//
//      Due    100       200       300        400
//      --------|---------|----x----|----------|----->
//                          250: fires once, for 100; 200 is skipped; the next time is 300, on the beat
//
//   I1  A timer is in the heap until it is taken back or, if it is for once only, until TakeDue takes it out.
//   I2  After TakeDue(now) every timer in the heap is due later than now.

using System.Diagnostics;

namespace Workbook.Concurrency.Events;

/// <summary>The timers of a loop, the earliest first; those of one time in the order in which they were added.</summary>
/// <remarks>The loop's mutex guards it.</remarks>
[DebuggerDisplay("Count = {Count}")] // takes no lock
internal sealed class TimerHeap
{
    private readonly PriorityQueue<LoopTimer, (TimeSpan Due, long Number)> _timers = new();
    private long _added; // so far; numbers them

    public int Count => _timers.Count;

    /// <summary>When the earliest is due; null when there is none.</summary>
    public TimeSpan? Next => _timers.TryPeek(out _, out var first) ? first.Due : null;

    public void Add(LoopTimer timer) => _timers.Enqueue(timer, (timer.Due, _added++));

    public void Remove(LoopTimer timer) => _timers.Remove(timer, out _, out _);

    public void Clear() => _timers.Clear();

    /// <summary>Appends those that are due to <paramref name="due"/>; the recurring ones stay, for their next time.</summary>
    public void TakeDue(TimeSpan now, List<LoopTimer> due)
    {
        Debug.Assert(due.Count == 0);
        while (_timers.TryPeek(out var timer, out var first) && first.Due <= now)
        {
            _timers.Dequeue();
            due.Add(timer);
        }
        foreach (var timer in due)
        {
            if (!timer.IsRecurring) continue;
            timer.MoveOn(now);
            Add(timer);
        }
        Debug.Assert(Next is null || Next > now, "I2");
    }
}
