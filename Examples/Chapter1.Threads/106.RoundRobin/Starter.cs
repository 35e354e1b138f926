using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

/// <summary>Time-slice scheduling: everybody in turn, nobody longer than a slice.</summary>
public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly List<Job> _ready = [];
    private readonly int _slice;

    /// <param name="slice">In ticks, at least 1.</param>
    public TimeSlicePolicy(int slice)
    {
        _slice = slice;
    }

    /// <summary>The job may run from now on: it goes to the end of the queue, whatever the reason.</summary>
    public void Ready(Job job, int burst, ReadyReason reason)
    {
        _ready.Add(job);
    }

    /// <summary>Takes the front job out of the queue, for a turn of one slice.</summary>
    public Turn Next()
    {
        // TODO: here the one that came last is taken first, and keeps the CPU for as long as it likes.
        var job = _ready[^1];
        _ready.Remove(job);
        return new Turn(job);
    }
}
