using System.Diagnostics;

namespace Workbook.Concurrency.Scheduling;

/// <summary>Whose next burst is shortest runs, until that burst ends; of equals, who became ready first.</summary>
/// <remarks>
/// Not preemptive: a shorter job that arrives meanwhile waits. When all jobs arrive together and do no I/O, no order has a
/// smaller average waiting time. It is an oracle's policy, since a real scheduler does not know the length of a burst.
/// May be used again after a run. Silberschatz, Galvin, Gagne, Operating System Concepts, ch. 5.
/// </remarks>
[DebuggerDisplay("Ready = {_queue.Count}")]
public sealed class ShortestJobFirstPolicy : ISchedulingPolicy
{
    private readonly PriorityQueue<Job, (int Burst, long Order)> _queue = new();
    private long _order; // the heap does not keep equals in order, this number does

    /// <inheritdoc/>
    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job, (burst, _order++));

    /// <inheritdoc/>
    public Turn Next() => new(_queue.Dequeue());
}
