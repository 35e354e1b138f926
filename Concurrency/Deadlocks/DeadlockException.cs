namespace Workbook.Concurrency.Deadlocks;

/// <summary>The calling thread was chosen to give way in a deadlock. It did not get the lock that it asked for, and still holds
/// those that it had: release them, so that the others can go on, and start again.</summary>
public sealed class DeadlockException : Exception
{
    internal DeadlockException(DeadlockReport report) : base($"This thread was chosen to give way: {report}") => Report = report;

    /// <summary>Who waited for whom, and where.</summary>
    public DeadlockReport Report { get; }
}
