namespace Workbook.Concurrency.Threads;

/// <summary>The failures that no joiner has taken yet. What is left when the process ends is written to standard error,
/// so that none is lost in silence.</summary>
internal static class UnjoinedFailures
{
    private static readonly Lock s_lock = new(); // guards:
    private static readonly Dictionary<WorkerThread, WorkerFailedException> s_failures = [];

    static UnjoinedFailures() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Report(Console.Error);

    public static void Remember(WorkerThread worker, WorkerFailedException failure)
    {
        lock (s_lock) s_failures[worker] = failure;
    }

    public static void Forget(WorkerThread worker) { lock (s_lock) s_failures.Remove(worker); }

    public static void Report(TextWriter error)
    {
        lock (s_lock)
        {
            foreach (var failure in s_failures.Values)
                error.WriteLine($"nobody joined {failure.Worker}, which ended by: {failure.InnerException}");
            s_failures.Clear();
        }
    }
}
