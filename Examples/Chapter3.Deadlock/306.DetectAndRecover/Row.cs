using Workbook.Concurrency.Deadlocks;

namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>A row of a table: a number, and the lock that guards it.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="value">Its value at the beginning.</param>
/// <param name="detector">Ends the deadlocks of all rows of the table.</param>
public sealed class Row(string name, long value, DeadlockDetector detector)
{
    /// <summary>Guards <see cref="Value"/>.</summary>
    public TrackedLock Lock { get; } = new(name) { Detector = detector };

    /// <summary>Read and written by the holder of <see cref="Lock"/> only.</summary>
    public long Value { get; set; } = value;
}
