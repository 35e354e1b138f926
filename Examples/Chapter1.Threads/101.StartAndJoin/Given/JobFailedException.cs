namespace Workbook.Examples.Threads.StartAndJoin;

/// <summary>A job ended by an exception, which is the inner one and has its own stack.</summary>
/// <param name="job">The name of the job.</param>
/// <param name="failure">What it threw.</param>
public sealed class JobFailedException(string job, Exception failure) : Exception($"{job} failed: {failure.Message}", failure)
{
    /// <summary>The name of the job.</summary>
    public string Job => job;
}
