namespace Workbook.Ipc.Pools;

/// <summary>How one job is to be cancelled.</summary>
public sealed record JobOptions
{
    /// <summary>Cancels the job: one that has not begun is dropped, for one that runs see
    /// <see cref="KillWhenCancelled"/>.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>What happens to a job that runs when <see cref="Cancel"/> fires. False: it is told,
    /// <see cref="ProcessPool.JobCancel"/> fires over there; it may end by <see cref="OperationCanceledException"/>, or go on and
    /// return. True: its worker is killed, and a new one takes the place.</summary>
    public bool KillWhenCancelled { get; init; }
}
