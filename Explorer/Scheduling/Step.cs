namespace Workbook.Explorer.Scheduling;

/// <summary>One step of an execution, after it was done.</summary>
/// <param name="Thread">Who.</param>
/// <param name="Operation">What.</param>
/// <param name="TimedOut">Whether it went on because its time was up.</param>
/// <param name="IsPreemption">Whether the thread before could have gone on.</param>
/// <param name="WasOpen"><see cref="Resource.IsOpen"/> just before it.</param>
internal readonly record struct Step(int Thread, Operation Operation, bool TimedOut, bool IsPreemption, bool? WasOpen = null);
