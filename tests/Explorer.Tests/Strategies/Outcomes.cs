using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>What each strategy comes to on some programs: how many executions and schedules, and the one that fails.</summary>
internal static class Outcomes
{
    public static string All() => string.Concat(
        from name in (string[])["one pulse for two", "three locks in a circle", "a check and then an act", "a spin lock", "two variables"]
        from strategy in Enum.GetValues<StrategyKind>()
        from seed in (ulong[])[1, 7]
        select $"{name}, {strategy}, {seed}: {Of(SmallPrograms.Of(name).Test, strategy, seed)}\n");

    public static string Of(Action test, StrategyKind strategy, ulong seed)
    {
        var options = new ExploreOptions { Time = TimeSpan.FromMinutes(1), Schedules = 1_000, Strategy = strategy, Seed = seed };
        using var exploration = new Exploration(test, options);
        var failed = exploration.Search();
        return $"{exploration.Executions} {exploration.Schedules} {exploration.Bound} {exploration.Behaviours} {exploration.Estimate} "
            + (failed is null ? "holds" : Schedule.Write(failed.Steps.Select(step => step.Thread)));
    }
}
