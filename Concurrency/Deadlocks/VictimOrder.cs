namespace Workbook.Concurrency.Deadlocks;

/// <summary>Orders for choosing the victim of a deadlock: who sorts first has to give way.</summary>
/// <remarks>A thread keeps its age when it starts again after it gave way. So by age nobody gives way for ever, while those
/// older than it end. By the number of locks it may: who has done least gives way, each time anew.
/// Rosenkrantz, Stearns and Lewis, System Level Concurrency Control for Distributed Database Systems, ACM TODS 1978.</remarks>
public static class VictimOrder
{
    /// <summary>The thread that came last to use tracked locks.</summary>
    public static IComparer<WaitingThread> Youngest { get; } =
        Comparer<WaitingThread>.Create((a, b) => b.Age.CompareTo(a.Age));

    /// <summary>The thread that holds the fewest locks; among equals, the youngest.</summary>
    public static IComparer<WaitingThread> FewestLocksHeld { get; } = Comparer<WaitingThread>.Create((a, b) =>
        a.Holds.Count != b.Holds.Count ? a.Holds.Count.CompareTo(b.Holds.Count) : b.Age.CompareTo(a.Age));
}
