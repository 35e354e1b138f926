namespace Workbook.Explorer.Scheduling;

/// <summary>Who has taken a permit, or stands in line for one.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Method">The async method that it was in; null: none.</param>
/// <param name="Site">Where.</param>
internal readonly record struct PermitTaker(ControlledThread Thread, AsyncMethod? Method, int Site)
{
    public static PermitTaker Now(ControlledThread self) => new(self, self.Method?.Told, self.Site);

    /// <summary>Whether the other is the same call, or the same thread outside of one.</summary>
    public bool IsSame(PermitTaker other) => Method is not null ? Method == other.Method : Thread == other.Thread;
}
