namespace Workbook.Examples.Processes.Undead;

/// <summary>What a parent has seen of its child.</summary>
/// <param name="States">The letters of /proc, each when it came anew, in order.</param>
/// <param name="ExitCode">What the kernel had kept; null for nothing.</param>
public sealed record Sighting(string States, int? ExitCode);
