using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Pools;

/// <summary>Something that happened in a pool.</summary>
/// <param name="Kind">What.</param>
/// <param name="Worker">The number of the worker, from 1. Its successor has the same.</param>
/// <param name="ProcessId">The worker's process.</param>
/// <param name="Job">The number of the job, from 1 in the order of submission; 0 where it is about the worker.</param>
/// <param name="Duration">Of <see cref="PoolEventKind.JobDone"/>: how long the worker was at work on it.</param>
/// <param name="Exit">Of <see cref="PoolEventKind.WorkerEnded"/> and <see cref="PoolEventKind.WorkerDied"/>: how.</param>
public readonly record struct PoolEvent(PoolEventKind Kind, int Worker, int ProcessId, long Job, TimeSpan Duration,
    ExitStatus? Exit);
