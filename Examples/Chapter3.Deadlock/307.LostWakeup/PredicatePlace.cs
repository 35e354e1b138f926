namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>Where a waiter looks whether it has to wait at all.</summary>
public enum PredicatePlace
{
    /// <summary>Nowhere: there is only a signal. The first mistake.</summary>
    Nowhere,

    /// <summary>Before it takes the lock. The second mistake.</summary>
    OutsideTheLock,

    /// <summary>While it holds the lock, as in Solution.cs.</summary>
    UnderTheLock,
}
