namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>How the philosophers get at their forks.</summary>
public enum Strategy
{
    /// <summary>One after the other, all that follow.</summary>
    All,

    /// <summary>Left, then right: <see cref="NaiveTable"/>.</summary>
    Naive,

    /// <summary>The lower number first: <see cref="OrderedTable"/>.</summary>
    Ordered,

    /// <summary>One fewer than seats at the table: <see cref="WaiterTable"/>.</summary>
    Waiter,

    /// <summary>Clean and dirty forks: <see cref="DiningTable"/>.</summary>
    ChandyMisra,
}
