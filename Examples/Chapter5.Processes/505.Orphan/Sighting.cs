namespace Workbook.Examples.Processes.LeftAlone;

/// <summary>What the child saw when it looked.</summary>
/// <param name="ProcessId">Itself.</param>
/// <param name="StartTicks">When it was started, which tells it from another process that gets its number later.</param>
/// <param name="ParentId">Its parent.</param>
/// <param name="ParentName">What that one is called in the process table.</param>
public sealed record Sighting(int ProcessId, long StartTicks, int ParentId, string ParentName);
