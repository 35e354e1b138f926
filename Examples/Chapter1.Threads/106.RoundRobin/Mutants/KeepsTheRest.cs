// fails: a turn is a whole slice, whatever was left of another
// Remembers what a job has used of its slice before it went for I/O, and gives it only the rest when it is back.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly Dictionary<Job, int> _used = [];
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Tick(int now, Job? ran)
    {
        if (ran is not null) _used[ran]++;
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason != ReadyReason.Returned || _used[job] == _slice) _used[job] = 0;
        _queue.Enqueue(job);
    }

    public Turn Next()
    {
        var job = _queue.Dequeue();
        return new Turn(job, _slice - _used[job]);
    }
}
