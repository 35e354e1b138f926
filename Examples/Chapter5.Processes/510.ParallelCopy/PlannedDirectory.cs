namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>A directory to make.</summary>
/// <param name="Name">Its path below the source; <c>.</c> is the source itself.</param>
/// <param name="Mode">Its permissions.</param>
public sealed record PlannedDirectory(string Name, UnixFileMode Mode);
