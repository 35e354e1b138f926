// fails: who arrives in the tick in which a slice ends stands before that job
// Puts a job back when its turn begins and not when it ends: who arrives during the turn stands behind it.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly Dictionary<Job, int> _left = [];
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason == ReadyReason.SliceEnded) return; // it is in the queue already
        _left[job] = burst;
        _queue.Enqueue(job);
    }

    public Turn Next()
    {
        var job = _queue.Dequeue();
        _left[job] -= _slice;
        if (_left[job] > 0) _queue.Enqueue(job);
        return new Turn(job, _slice);
    }
}
