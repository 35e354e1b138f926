namespace Workbook.Ipc.Synchronization;

/// <summary>How an attempt to get a lock ended. <c>default</c> is <see cref="TimedOut"/>.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="PreviousOwner">The pid of the process that died with the lock, or one thread of which did; 0 if none did.</param>
public readonly record struct AcquireResult(AcquireOutcome Outcome, int PreviousOwner = 0)
{
    /// <summary>The time was over first: the lock is not held.</summary>
    public static AcquireResult TimedOut => default;

    /// <summary>The lock is held, and was released by whoever had it before.</summary>
    public static AcquireResult Acquired => new(AcquireOutcome.Acquired);

    /// <summary>The lock is held, and was never released by its previous owner, which is dead. What the lock guards is the
    /// caller's to repair now.</summary>
    public static AcquireResult Abandoned(int previousOwner) => new(AcquireOutcome.Abandoned, previousOwner);

    /// <summary>Whether the caller holds the lock now, one way or the other, and has to release it.</summary>
    public bool IsHeld => Outcome != AcquireOutcome.TimedOut;

    /// <summary>Whether the previous owner died with the lock.</summary>
    public bool IsAbandoned => Outcome == AcquireOutcome.Abandoned;

    /// <summary>Such as <c>Abandoned by 4711</c>.</summary>
    public override string ToString() => IsAbandoned ? $"Abandoned by {PreviousOwner}" : Outcome.ToString();
}
