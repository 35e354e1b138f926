using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer;

/// <summary>Runs a test under one schedule after the other.</summary>
internal sealed class Exploration(Action test, int maximumSteps = 10_000)
{

    public RaceDetector Races { get; } = new();

    public int Schedules { get; private set; }

    /// <summary>Goes through all schedules of the strategy, until one fails or <paramref name="limit"/> have run.</summary>
    /// <returns>The execution that failed, or null.</returns>
    public Execution? Run(IStrategy strategy, int limit = int.MaxValue)
    {
        var core = Pinning.CurrentCore;
        var before = Pinning.To(core);
        using var carriers = new Carriers(core);
        try { return Run(strategy, limit, carriers); }
        finally { Pinning.Restore(before); }
    }

    private Execution? Run(IStrategy strategy, int limit, Carriers carriers)
    {
        while (limit-- > 0 && strategy.Begin())
        {
            var execution = new Execution(strategy, carriers, Races, maximumSteps);
            execution.Run(test);
            strategy.End(execution);
            Schedules++;
            if (Races.HasNewPoints) return null;
            if (execution.Failure is not null) return execution;
        }
        return null;
    }
}
