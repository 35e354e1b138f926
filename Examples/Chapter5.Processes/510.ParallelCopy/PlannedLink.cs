namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>A symbolic link to make.</summary>
/// <param name="Name">Its path below the source.</param>
/// <param name="PointsTo">The text in it, whatever that leads to.</param>
/// <param name="IsDirectory">Whether it leads to a directory; where links have a kind, this is it.</param>
public sealed record PlannedLink(string Name, string PointsTo, bool IsDirectory);
