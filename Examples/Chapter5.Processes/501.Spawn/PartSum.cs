namespace Workbook.Examples.Processes.Elsewhere;

/// <summary>What one child has added up.</summary>
/// <param name="ProcessId">Who did.</param>
/// <param name="Value">The sum.</param>
public sealed record PartSum(int ProcessId, long Value);
