using System.Diagnostics;

namespace Workbook.Concurrency.Scheduling;

/// <summary>One queue, and turns of at most a quantum: who has used up its turn goes to the end of the queue.</summary>
/// <remarks>
/// A job that gives the CPU up early, for I/O, gets a whole quantum the next time. A job that arrives at the tick in which
/// another's quantum ends is queued before that one: see <see cref="CpuSimulator"/> for the order within a tick.
/// May be used again after a run. Silberschatz, Galvin, Gagne, Operating System Concepts, ch. 5.
/// </remarks>
[DebuggerDisplay("Ready = {_queue.Count}, Quantum = {_quantum}")]
public sealed class RoundRobinPolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly int _quantum;

    /// <param name="quantum">In ticks, at least 1.</param>
    public RoundRobinPolicy(int quantum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantum, 1);
        _quantum = quantum;
    }

    /// <inheritdoc/>
    public void Ready(Job job, int burst, ReadyReason reason) => _queue.Enqueue(job);

    /// <inheritdoc/>
    public Turn Next() => new(_queue.Dequeue(), _quantum);
}
