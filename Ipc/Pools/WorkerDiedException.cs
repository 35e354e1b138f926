using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Pools;

/// <summary>The worker that ran a job died: it was killed, or the job ended its process. Whether the job has had its effects,
/// nobody knows.</summary>
/// <param name="worker">Its name.</param>
/// <param name="processId">Its process id.</param>
/// <param name="status">How it ended.</param>
public sealed class WorkerDiedException(string worker, int processId, ExitStatus status)
    : Exception($"{worker} (process {processId}) died with this job: {status}.")
{
    /// <summary>The worker's name.</summary>
    public string Worker { get; } = worker;

    /// <summary>Its process id; the system may have given it to another process since.</summary>
    public int ProcessId { get; } = processId;

    /// <summary>How it ended.</summary>
    public ExitStatus Status { get; } = status;
}
