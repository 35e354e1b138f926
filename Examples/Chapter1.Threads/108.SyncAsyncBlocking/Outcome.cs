namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>What one of the four ways was measured to do.</summary>
/// <param name="Submission">How the jobs were handed in.</param>
/// <param name="Execution">How they were executed.</param>
/// <param name="LastHandedIn">After what time the last job was handed in.</param>
/// <param name="Elapsed">After what time all were done.</param>
/// <param name="Lines">The caller's own work meanwhile.</param>
/// <param name="Asked">How often a device was asked whether it is ready, and was not.</param>
/// <param name="Processor">Processor time of the whole process meanwhile.</param>
internal sealed record Outcome(
    Submission Submission, Execution Execution,
    TimeSpan LastHandedIn, TimeSpan Elapsed, long Lines, long Asked, TimeSpan Processor);
