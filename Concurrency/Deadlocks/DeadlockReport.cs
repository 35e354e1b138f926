namespace Workbook.Concurrency.Deadlocks;

/// <summary>A cycle of threads that wait for each other.</summary>
/// <remarks>Immutable.</remarks>
public sealed class DeadlockReport
{
    internal DeadlockReport(IReadOnlyList<WaitingThread> cycle, WaitingThread? victim) => (Cycle, Victim) = (cycle, victim);

    /// <summary>Each waits for a lock that the next one holds, and the last one for a lock of the first. The first is the thread
    /// whose wait closed the cycle.</summary>
    public IReadOnlyList<WaitingThread> Cycle { get; }

    /// <summary>The thread whose acquire fails, so that the others can go on; null when <see cref="EndsByItself"/>.</summary>
    public WaitingThread? Victim { get; }

    /// <summary>Whether a wait of the cycle has a time limit. It is no deadlock then: the cycle ends when the time is
    /// over.</summary>
    public bool EndsByItself => Victim is null;

    /// <summary>A headline, a line for each thread, and the victim.</summary>
    public override string ToString() => string.Join('\n', [
        EndsByItself ? $"cycle of {Cycle.Count} threads, which ends by itself" : $"deadlock of {Cycle.Count} threads",
        .. Cycle.Select(thread => $"  {thread}"),
        .. Victim is null ? Array.Empty<string>() : [$"victim: {Victim.Name}"]]);
}
