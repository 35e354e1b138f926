using System.Diagnostics;

namespace Workbook.Concurrency.Scheduling;

/// <summary>One queue, and nobody is interrupted: who became ready first runs until its burst ends.</summary>
/// <remarks>May be used again after a run. Silberschatz, Galvin, Gagne, Operating System Concepts, ch. 5.</remarks>
[DebuggerDisplay("Ready = {_queue.Count}")]
public sealed class FirstComeFirstServedPolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();

    /// <inheritdoc/>
    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job);

    /// <inheritdoc/>
    public Turn Next() => new(_queue.Dequeue());
}
