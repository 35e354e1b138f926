// fails: everybody in turn, nobody longer than a slice
// Forgets the limit: each job keeps the CPU until its burst ends, which is first come, first served.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
    }

    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job);

    public Turn Next() => new(_queue.Dequeue());
}
