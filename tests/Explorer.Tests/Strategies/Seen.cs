using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>All that a strategy sees of a program when it goes on after failures, to its end.</summary>
internal sealed record Seen(SortedSet<ulong> Behaviours, SortedSet<string> States, SortedSet<string> Failures, int Executions, int Redundant, bool IsComplete)
{
    /// <summary>Runs the program under that strategy, and again whenever a race or a loop shows that must be known from the start.</summary>
    public static Seen By<T>(Action test, Func<T> strategy, int limit = 200_000, int steps = 2_000,
        MemoryModel memory = MemoryModel.Interleaved) where T : IStrategy
    {
        using var exploration = new Exploration(test, new ExploreOptions { Schedules = int.MaxValue, Time = TimeSpan.FromMinutes(10), Steps = steps, Memory = memory });
        while (true)
        {
            var seen = Once(exploration, test, strategy(), limit);
            if (!exploration.IsStale) return seen;
            exploration.Refine();
        }
    }

    private static Seen Once(Exploration exploration, Action test, IStrategy strategy, int limit)
    {
        var seen = new Seen([], [], [], 0, 0, IsComplete: false);
        for (var executions = 0; executions < limit && !exploration.IsStale; executions++)
        {
            if (!strategy.Begin()) return seen with { IsComplete = true };
            var execution = exploration.Execute(strategy);
            Assert.False(execution.HasDiverged);
            seen = seen with { Executions = seen.Executions + 1, Redundant = seen.Redundant + (execution.WasPruned ? 1 : 0) };
            if (execution.WasPruned) continue;
            if (execution.Failure is { } failure) seen.Failures.Add($"{failure.Kind}");
            else
            {
                seen.Behaviours.Add(new HappensBefore(execution).Extend().Hash);
                seen.States.Add(SmallProgram.State(test));
            }
        }
        return seen;
    }
}
