// passes: everybody draws a number when it becomes ready, and the smallest is next
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly PriorityQueue<Job, long> _waiting = new();
    private long _numbers;
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    void ISchedulingPolicy.Ready(Job job, int burst, ReadyReason reason) => _waiting.Enqueue(job, _numbers++);

    Turn ISchedulingPolicy.Next() => new(_waiting.Dequeue(), Limit: _slice);
}
