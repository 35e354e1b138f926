namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>What the caller does between handing a job in and the job's end.</summary>
public enum Submission
{
    /// <summary>It stays with the job; the next one is handed in when this one is done.</summary>
    Synchronous,

    /// <summary>It hands the job over to a thread and goes on; the result is fetched later.</summary>
    Asynchronous,
}
