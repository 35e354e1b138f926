namespace Workbook.Concurrency.Threads;

/// <summary>The failures that no joiner has taken yet. What is left when the process ends is written to standard error,
/// so that none is lost in silence.</summary>
internal static class UnjoinedFailures
{
    private static readonly Lock _lock = new(); // guards:
    private static readonly Dictionary<WorkerThread, WorkerFailedException> _failures = [];

    static UnjoinedFailures() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Report(Console.Error);

    public static void Remember(WorkerThread worker, WorkerFailedException failure)
    {
        lock (_lock) _failures[worker] = failure;
    }

    public static void Forget(WorkerThread worker) { lock (_lock) _failures.Remove(worker); }

    public static void Report(TextWriter error)
    {
        lock (_lock)
        {
            foreach (var failure in _failures.Values)
                error.WriteLine($"nobody joined {failure.Worker}, which ended by: {failure.InnerException}");
            _failures.Clear();
        }
    }
}
