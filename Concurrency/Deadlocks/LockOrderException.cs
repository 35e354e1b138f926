namespace Workbook.Concurrency.Deadlocks;

/// <summary>A lock was asked for against the order, and was not acquired. The thread holds what it held before.</summary>
public sealed class LockOrderException : Exception
{
    internal LockOrderException(LockOrderViolation violation) : base($"{violation}") => Violation = violation;

    /// <summary>The two places that contradict each other.</summary>
    public LockOrderViolation Violation { get; }
}
