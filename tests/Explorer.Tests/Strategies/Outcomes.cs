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

    public static string AllAsync() => string.Concat(
        from name in (string[])["two tasks on one variable", "a permit awaited or cancelled", "a channel with room for one",
            "a timer that ticks once", "a promise that may not be kept", "an update lost across an await, and seen"]
        from strategy in Enum.GetValues<StrategyKind>()
        select $"{name}, {strategy}: {Of(SmallAsyncPrograms.Of(name).Test, strategy, 7)}\n");

    public static string Of(Action test, StrategyKind strategy, ulong seed)
    {
        var options = new ExploreOptions { Time = TimeSpan.FromMinutes(1), Schedules = 1_000, Strategy = strategy, Seed = seed };
        using var exploration = new Exploration(test, options);
        var failed = exploration.Search();
        return $"{exploration.Executions} {exploration.Schedules} {exploration.Bound} {exploration.Behaviours} {exploration.Estimate} "
            + (failed is null ? "holds" : Schedule.Write(failed.Steps.Select(step => step.Thread)));
    }
}
