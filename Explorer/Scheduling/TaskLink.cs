namespace Workbook.Explorer.Scheduling;

/// <summary>One task on the way to what another waits for.</summary>
/// <param name="Task">The task.</param>
/// <param name="Awaited">What it waits for; null: nothing that is known.</param>
/// <param name="Method">Whose await that is; null: it is one that follows others.</param>
/// <param name="Site">Where the await stands.</param>
/// <param name="IsDone">Whether what it waits for is completed: it has only to go on.</param>
internal sealed record TaskLink(TaskState Task, TaskState? Awaited, AsyncMethod? Method, int Site, bool IsDone);
