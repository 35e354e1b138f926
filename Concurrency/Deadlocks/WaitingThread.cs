namespace Workbook.Concurrency.Deadlocks;

/// <summary>A thread that waits for a lock, as it was at one moment.</summary>
/// <param name="Name">The thread's, or <c>thread 7</c>.</param>
/// <param name="Age">In the order in which threads came to use tracked locks; the highest is the youngest.</param>
/// <param name="WaitsFor">The lock.</param>
/// <param name="At">The place where it asked for it.</param>
/// <param name="IsTimed">Whether the wait has a time limit, and so ends by itself.</param>
/// <param name="Holds">What it holds meanwhile, in the order of acquiring.</param>
/// <param name="Holder">The name of the thread that holds the lock; null when the lock was changing hands.</param>
/// <param name="HeldSince">Where the holder acquired it.</param>
public sealed record WaitingThread(
    string Name,
    long Age,
    TrackedLock WaitsFor,
    CallSite At,
    bool IsTimed,
    IReadOnlyList<HeldSince> Holds,
    string? Holder,
    CallSite HeldSince)
{
    /// <summary><c>A waits for L2 (Bank.cs:42 in Transfer), held by B since Bank.cs:41 in Transfer</c>.</summary>
    public override string ToString() => $"{Name} waits for {WaitsFor.Name} ({At})"
        + (IsTimed ? ", for a limited time" : "")
        + (Holder is null ? ", which is changing hands" : $", held by {Holder} since {HeldSince}");
}
