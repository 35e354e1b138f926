namespace Workbook.Examples.Locks.SpinLocks;

/// <summary>A lock in the race.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Acquire">Blocks until the lock is taken.</param>
/// <param name="Release">Gives it back.</param>
public sealed record Contender(string Name, Action Acquire, Action Release);
