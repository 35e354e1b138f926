using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

/// <summary>A multilevel feedback queue: who computes briefly stays on top, who computes for long sinks.</summary>
public sealed class FeedbackPolicy : ISchedulingPolicy
{
    private readonly Queue<Job> _queue = new();
    private readonly int[] _quanta;

    /// <param name="quanta">The quantum of each level in ticks, at least 1, from the top down.</param>
    /// <param name="boostEvery">All jobs return to the top every so many ticks; 0 for never.</param>
    public FeedbackPolicy(IReadOnlyList<int> quanta, int boostEvery = 0)
    {
        _quanta = [.. quanta];
    }

    /// <summary>A tick has passed, before any Ready of it: charge who ran (null: nobody), and boost if it is time.</summary>
    public void Tick(int now, Job? ran)
    {
        // TODO: whoever has used up the quantum of its level goes one level down.
    }

    /// <summary>The job may run from now on: put it into the queue of its level.</summary>
    public void Ready(Job job, int burst, ReadyReason reason)
    {
        // TODO: here there is only one level, and everybody goes to the end.
        _queue.Enqueue(job);
    }

    /// <summary>Whether to take the CPU from this job within its turn.</summary>
    public bool Preempts(Job running)
    {
        // TODO: a job that is ready above it does not wait.
        return false;
    }

    /// <summary>Takes the front job of the highest level out of its queue, for what is left of its quantum.</summary>
    public Turn Next() => new(_queue.Dequeue(), _quanta[0], Level: 1);
}
