namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>What travels to a worker: one file.</summary>
/// <param name="Number">Its place in the plan.</param>
/// <param name="File">The file.</param>
/// <param name="From">Its full path.</param>
/// <param name="To">The full path of the copy.</param>
public sealed record CopyJob(int Number, PlannedFile File, string From, string To);
