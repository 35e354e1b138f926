// fails: a turn is a whole slice, whatever was left of another
// The timer ticks on whoever runs: who gets the CPU in the middle of a slice has only the rest of it.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

public sealed class TimeSlicePolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private int _tick;
    private readonly int _slice;

    public TimeSlicePolicy(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, 1);
        _slice = slice;
    }

    public void Tick(int now, Job? ran) => _tick = ran is null ? 0 : (_tick + 1) % _slice; // idle: the timer is wound up anew

    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job);

    public Turn Next() => new(_queue.Dequeue(), _slice - _tick);
}
