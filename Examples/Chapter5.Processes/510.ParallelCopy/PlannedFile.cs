namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>A file to copy.</summary>
/// <param name="Name">Its path below the source.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was written last.</param>
/// <param name="Mode">Its permissions.</param>
public sealed record PlannedFile(string Name, long Length, DateTime Written, UnixFileMode Mode);
