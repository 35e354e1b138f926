namespace Workbook.Concurrency.Deadlocks;

/// <summary>A lock that a thread holds, and where it acquired it.</summary>
/// <param name="Lock">The lock.</param>
/// <param name="At">The place of the acquire; unknown when it went through <see cref="Locks.ILock"/>.</param>
public sealed record HeldSince(TrackedLock Lock, CallSite At)
{
    /// <summary><c>A since Bank.cs:42 in Transfer</c>.</summary>
    public override string ToString() => $"{Lock.Name} since {At}";
}
