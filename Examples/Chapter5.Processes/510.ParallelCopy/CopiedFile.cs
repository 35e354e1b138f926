namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>What comes back from a worker.</summary>
/// <param name="Number">The file's place in the plan.</param>
/// <param name="ProcessId">The worker's.</param>
/// <param name="Sha256">Of what was read, and of what was read again from the copy: they were equal.</param>
public sealed record CopiedFile(int Number, int ProcessId, string Sha256);
