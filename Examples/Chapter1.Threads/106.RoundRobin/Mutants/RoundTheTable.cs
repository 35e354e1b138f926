// fails: who is new goes to the end, behind all who wait
// Goes round the list of all jobs with a finger, in place of a queue: a new one at its end may be next, before those who wait.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly List<Job> _all = [];
    private readonly HashSet<Job> _ready = [];
    private int _finger;
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (!_all.Contains(job)) _all.Add(job);
        _ready.Add(job);
    }

    public Turn Next()
    {
        while (!_ready.Contains(_all[_finger % _all.Count])) _finger++;
        var job = _all[_finger++ % _all.Count];
        _ready.Remove(job);
        return new Turn(job, _slice);
    }
}
