namespace Workbook.Concurrency.Threads;

/// <summary>A worker thread ended by an exception; the joiner gets it here, as the inner exception, with its own stack
/// trace.</summary>
public sealed class WorkerFailedException : Exception
{
    internal WorkerFailedException(string worker, Exception failure)
        : base($"{worker} failed: {failure.Message}", failure) => Worker = worker;

    /// <summary>The name of the worker that failed.</summary>
    public string Worker { get; }
}
