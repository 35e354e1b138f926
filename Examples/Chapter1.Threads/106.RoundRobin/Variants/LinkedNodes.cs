// passes: a linked list, whose front is removed and whose end is added to
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

    public void Ready(Job job, int burst, ReadyReason reason) => _queue.AddLast(job);

    public Turn Next()
    {
        var job = _queue.First!.Value;
        _queue.RemoveFirst();
        return new Turn(job, _slice);
    }
}
