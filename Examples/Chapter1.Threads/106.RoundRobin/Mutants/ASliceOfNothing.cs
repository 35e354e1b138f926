// fails: a slice below one tick is refused
// Refuses only what is negative: with a slice of 0 nobody would ever get on.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job);

    public Turn Next() => new(_queue.Dequeue(), _slice);
}
