// fails: everybody in turn, nobody longer than a slice
// Off by one: a turn is a tick longer than a slice.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job);

    public Turn Next() => new(_queue.Dequeue(), _slice + 1);
}
