// The ready jobs stand in one queue; the one in front gets a slice of the CPU.
//
//        Next            +-------------------------+
//      CPU  <----------- | B | C | D |             | <--- Ready: new, back from I/O, or the slice is over
//       |                +-------------------------+         ^
//       |  slice over                                        |
//       +----------------------------------------------------+
//
//   I1  Every ready job is in _queue once, the longest ready in front.
//
// With n jobs ready, each gets its next slice after at most (n - 1) * slice ticks: nobody starves.

using System.Diagnostics;
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

/// <summary>Time-slice scheduling: everybody in turn, nobody longer than a slice.</summary>
[DebuggerDisplay("Ready = {_queue.Count}, Slice = {_slice}")]
public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly int _slice;

    /// <param name="slice">In ticks, at least 1.</param>
    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        Debug.Assert(!_queue.Contains(job), "I1");
        _queue.Enqueue(job);                     // [queue] at the end, whatever the reason
    }

    public Turn Next() => new(_queue.Dequeue(), _slice); // [next]
}
