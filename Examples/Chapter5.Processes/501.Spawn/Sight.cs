namespace Workbook.Examples.Processes.Elsewhere;

/// <summary>What was seen of the variable.</summary>
/// <param name="ProcessId">By which process.</param>
/// <param name="Before">What it found there.</param>
/// <param name="After">What it left there.</param>
public sealed record Sight(int ProcessId, int Before, int After);
