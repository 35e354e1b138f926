// passes: a plain list: put in behind the last, take out the first
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly List<Job> _jobs = new(capacity: 8);
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason) => _jobs.Insert(_jobs.Count, job);

    public Turn Next()
    {
        var first = _jobs[0];
        _jobs.RemoveAt(0);
        return new Turn { Job = first, Limit = _slice };
    }
}
