// fails: how long a burst is does not matter
// Takes the job with the shortest burst, which no real scheduler knows, and lets the long ones starve.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly List<(Job Job, int Burst)> _ready = [];
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason) => _ready.Add((job, burst));

    public Turn Next()
    {
        var shortest = _ready.MinBy(one => one.Burst);
        _ready.Remove(shortest);
        return new Turn(shortest.Job, _slice);
    }
}
