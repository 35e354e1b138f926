using System.Diagnostics;

namespace Workbook.Concurrency.Threads;

/// <summary>Workers that are started one by one and joined together; every failure is reported, not only the first.</summary>
/// <remarks>Any thread may call any member; a worker started while another thread joins is joined too.
/// Shutdown: whoever made the group joins it, and only then uses what the workers wrote.</remarks>
[DebuggerDisplay("Count = {_workers.Count}")] // takes no lock
public sealed class ThreadGroup
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<WorkerThread> _workers = [];

    /// <summary>The workers so far, in the order of their start.</summary>
    public IReadOnlyList<WorkerThread> Workers { get { lock (_lock) return [.. _workers]; } }

    /// <summary>Makes and starts a worker of this group.</summary>
    public WorkerThread Start(string name, Action body, bool background = false) =>
        Start(new WorkerThread(name, body, background));

    /// <summary>Starts <paramref name="worker"/> as one of this group.</summary>
    /// <exception cref="InvalidOperationException">It was started before; it does not belong to the group.</exception>
    public WorkerThread Start(WorkerThread worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        lock (_lock) // around both: the worker itself, or one that it starts, finds it in the group already
        {
            worker.Start();
            _workers.Add(worker);
        }
        return worker;
    }

    /// <summary>Blocks until all workers have ended.</summary>
    /// <exception cref="AggregateException">Some failed: one <see cref="WorkerFailedException"/> each, in the order of
    /// their start.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all had ended; they run on.</exception>
    /// <exception cref="InvalidOperationException">A worker of the group joins it, and would wait for itself.</exception>
    public void Join(CancellationToken cancel = default) => Join(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Blocks until all workers have ended, but not for longer than <paramref name="timeout"/> in total.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the workers.</param>
    /// <returns>True when all have ended, false when one still ran.</returns>
    /// <exception cref="AggregateException">All have ended and some failed: one <see cref="WorkerFailedException"/> each, in the
    /// order of their start.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all had ended; they run on.</exception>
    /// <exception cref="InvalidOperationException">A worker of the group joins it, and would wait for itself.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        List<WorkerThread> joined = [];
        while (WorkerAt(joined.Count) is { } worker) // a worker may start another one meanwhile
        {
            if (!worker.HasEndedWithin(deadline, cancel)) return false;
            joined.Add(worker);
        }
        joined.ForEach(UnjoinedFailures.Forget); // only these: one started since has told nobody yet
        WorkerFailedException[] failures = [.. joined.Select(worker => worker.Failure).OfType<WorkerFailedException>()];
        return failures.Length == 0 ? true : throw new AggregateException(failures);
    }

    private WorkerThread? WorkerAt(int index) { lock (_lock) return index < _workers.Count ? _workers[index] : null; }
}
