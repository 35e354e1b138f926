namespace Workbook.Explorer;

/// <summary>How far an exploration is: written by it, to be looked at meanwhile.</summary>
/// <remarks>Any thread may look; nothing blocks.</remarks>
public sealed class ExploreProgress
{
    private int _schedules; // one exploration writes; Volatile.Write in Ran with Volatile.Read in Schedules

    /// <summary>How many executions have begun.</summary>
    public int Schedules => Volatile.Read(ref _schedules);

    internal void Ran(int schedules) => Volatile.Write(ref _schedules, schedules);
}
