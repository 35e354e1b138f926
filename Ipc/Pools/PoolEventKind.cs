namespace Workbook.Ipc.Pools;

/// <summary>What can happen in a pool.</summary>
public enum PoolEventKind
{
    /// <summary>A worker is there, has been initialised, and takes jobs.</summary>
    WorkerStarted,

    /// <summary>A worker has begun with a job.</summary>
    JobStarted,

    /// <summary>A job has run, whatever came out. A job whose worker died has none of this.</summary>
    JobDone,

    /// <summary>A worker has gone home: the pool is closed, or it had its number of tasks.</summary>
    WorkerEnded,

    /// <summary>A worker has ended otherwise.</summary>
    WorkerDied,
}
