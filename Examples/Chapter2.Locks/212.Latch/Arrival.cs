namespace Workbook.Examples.Locks.Latches;

/// <summary>A runner who has come in; both times in <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
/// <param name="Runner">The name, <c>r1</c>, <c>r2</c>, ...</param>
/// <param name="Started">When the runner took the first step.</param>
/// <param name="Finished">When the runner crossed the line.</param>
public sealed record Arrival(string Runner, long Started, long Finished);
