// fails: how long a burst is does not matter
// Gives a job all that its burst needs if that is a bit more than a slice: it looks at what nobody can know.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<(Job Job, int Burst)> _queue = new();
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue((job, burst));

    public Turn Next()
    {
        var (job, burst) = _queue.Dequeue();
        return new Turn(job, burst <= _slice + _slice / 3 ? burst : _slice);
    }
}
