namespace Workbook.Ipc.Synchronization;

/// <summary>How an attempt to get a lock ended.</summary>
public enum AcquireOutcome
{
    /// <summary>The time was over first: the lock is not held.</summary>
    TimedOut,

    /// <summary>The lock is held.</summary>
    Acquired,

    /// <summary>The lock is held, and its previous owner died with it: what it guards may be half changed.</summary>
    Abandoned,
}
