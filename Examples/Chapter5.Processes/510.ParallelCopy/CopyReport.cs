namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>What was copied.</summary>
/// <param name="Plan">What was to be copied.</param>
/// <param name="Files">Each file, in the order in which they were ready.</param>
public sealed record CopyReport(CopyPlan Plan, IReadOnlyList<CopiedFile> Files);
