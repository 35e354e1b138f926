namespace Workbook.Ipc.Pools;

/// <summary>How a <see cref="ProcessPool"/> is to be.</summary>
public sealed record PoolOptions
{
    /// <summary>What debuggers, <c>ps</c> and failures call it. Its workers are "<c>name</c> worker 1" and so on.</summary>
    public string Name { get; init; } = "pool";

    /// <summary>What each worker calls before its first job: a static method. If it throws, the pool closes, and all that waits
    /// fails with a <see cref="BrokenPoolException"/>.</summary>
    public PoolInitializer? Initializer { get; init; }

    /// <summary>After so many tasks a worker goes home and a new process takes its place; null: never. A chunk of a map is one
    /// task. At least 1.</summary>
    public int? TasksPerWorker { get; init; }

    /// <summary>How many times a job is begun again whose worker died while it ran. 0: its failure is a
    /// <see cref="WorkerDiedException"/> at once. Only for jobs that may run twice.</summary>
    public int Retries { get; init; }

    /// <summary>Called with what happens, on a thread of the pool: in order for one worker, at the same time for several. It must
    /// not wait for a job. What it throws goes to <see cref="Concurrency.Pools.StrayFailures"/>.</summary>
    public Action<PoolEvent>? Progress { get; init; }
}
