namespace Workbook.Ipc.Processes;

/// <summary>What a child knows of itself.</summary>
/// <param name="Name">The name that its parent gave it.</param>
/// <param name="ParentId">The process id of its parent; an orphan's parent is another one by now.</param>
/// <param name="IsDaemon">Whether it ends with its parent.</param>
public sealed record CurrentChild(string Name, int ParentId, bool IsDaemon);
