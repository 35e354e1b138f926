namespace Workbook.Examples.Threads.NoGil;

/// <summary>What a child process says of the part that it has done.</summary>
/// <param name="Count">What it counted.</param>
/// <param name="WorkedMs">How long it worked on the part.</param>
public sealed record PartDone(long Count, double WorkedMs);
