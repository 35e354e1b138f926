namespace Workbook.Concurrency.Pools;

/// <summary>What a worker runs: a link of the <see cref="JobQueue"/>, so that queueing it allocates nothing more.</summary>
internal abstract class Job
{
    /// <summary>The next one in the queue; it belongs to the queue.</summary>
    internal Job? Next;

    /// <summary>Does it. Never throws.</summary>
    public abstract void Run();

    /// <summary>Called in place of <see cref="Run"/> when the pool is terminated. Never throws.</summary>
    public abstract void Drop();
}
