// fails: who returns from I/O goes to the end
// Who returns from I/O goes to the front: good for typing, but one who reads a tick at a time holds up all the others.
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
        if (reason == ReadyReason.Returned) _queue.AddFirst(job);
        else _queue.AddLast(job);
    }

    public Turn Next()
    {
        var job = _queue.First!.Value;
        _queue.RemoveFirst();
        return new Turn(job, _slice);
    }
}
