namespace Workbook.Explorer.Scheduling;

/// <summary>One step of an execution, after it was done.</summary>
/// <param name="Thread">Who.</param>
/// <param name="Operation">What.</param>
/// <param name="TimedOut">Whether it went on because its time was up.</param>
/// <param name="IsPreemption">Whether the thread before could have gone on.</param>
/// <param name="WasOpen"><see cref="Resource.IsOpen"/> just before it.</param>
/// <param name="IsGuard">Whether its time is up only when nobody else can move.</param>
internal readonly record struct Step(
    int Thread, Operation Operation, bool TimedOut, bool IsPreemption, bool? WasOpen = null, bool IsGuard = false)
{
    /// <summary>Whether its time was up because nobody else could move: it comes after all that was done before, and before
    /// all that follows.</summary>
    public bool IsLastResort => IsGuard && TimedOut;
}
