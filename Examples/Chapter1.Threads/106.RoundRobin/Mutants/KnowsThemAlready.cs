// fails: one simulation after the other
// Takes no new job in twice, to be on the safe side: in the next simulation it knows the jobs already, and lets them wait.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly HashSet<Job> _known = [];
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason != ReadyReason.Arrived || _known.Add(job)) _queue.Enqueue(job);
    }

    public Turn Next() => new(_queue.Dequeue(), _slice);
}
