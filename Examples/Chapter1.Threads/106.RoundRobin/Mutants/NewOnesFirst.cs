// fails: who is new goes to the end, behind all who wait
// Serves new jobs at once, for a good response: whoever waits already waits on behind them.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly LinkedList<Job> _queue = [];
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason == ReadyReason.Arrived) _queue.AddFirst(job);
        else _queue.AddLast(job);
    }

    public Turn Next()
    {
        var job = _queue.First!.Value;
        _queue.RemoveFirst();
        return new Turn(job, _slice);
    }
}
