namespace Workbook.Explorer.Scheduling;

/// <summary>How far an exploration has come: two that are equal, some time apart, mean that nothing has moved in
/// between.</summary>
/// <param name="Schedules">Executions begun.</param>
/// <param name="Steps">Of the present one.</param>
/// <param name="Rounds">Of loops, by the thread that runs, since its last step.</param>
/// <param name="Thread">Who runs; null: nobody yet, or no more.</param>
/// <param name="Site">Where it was last seen, a number of <see cref="Rewriting.SourceMap"/>; 0 unknown.</param>
internal readonly record struct Progress(int Schedules, int Steps, int Rounds, string? Thread, int Site)
{
    /// <summary>As another thread sees it, without a lock: the parts may be of moments that are a little apart. What is read here
    /// is written plainly by whoever has the baton, at no cost there.</summary>
    public static Progress Of(int schedules, Execution? execution)
    {
        var running = execution?.Running;
        return new Progress(schedules, execution?.Steps.Count ?? 0, running?.Rounds ?? 0, running?.Name, running?.Site ?? 0);
    }
}
