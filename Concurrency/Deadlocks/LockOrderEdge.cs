namespace Workbook.Concurrency.Deadlocks;

/// <summary>A thread asked for one lock while it held another: what a lock order consists of.</summary>
/// <param name="Held">The lock that it held.</param>
/// <param name="HeldAt">Where it had acquired it.</param>
/// <param name="Wanted">The lock that it asked for.</param>
/// <param name="WantedAt">Where it asked.</param>
/// <param name="Thread">Its name.</param>
public sealed record LockOrderEdge(TrackedLock Held, CallSite HeldAt, TrackedLock Wanted, CallSite WantedAt, string Thread)
{
    /// <summary><c>B wanted at Bank.cs:42 in Transfer while A was held since Bank.cs:41 in Transfer, by teller 1</c>.</summary>
    public override string ToString() =>
        $"{Wanted.Name} wanted at {WantedAt} while {Held.Name} was held since {HeldAt}, by {Thread}";
}
