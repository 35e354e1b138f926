using System.Diagnostics;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Explores a test and makes a verdict of what was found.</summary>
internal sealed class Judge(Action test, SourceMap sites, ExploreOptions options, TestPlace place)
{
    public Verdict Explore()
    {
        var start = Stopwatch.GetTimestamp();
        using var exploration = new Exploration(test, options);
        var failed = exploration.Search();
        var found = exploration.Schedules;
        Execution? told = null;
        if (failed is not null)
        {
            told = new Shrinker(exploration).Shrink(failed);
            Confirm(exploration, told);
        }
        return Of(exploration, told, found, start);
    }

    private Verdict Of(Exploration exploration, Execution? told, int found, long start)
    {
        var races = exploration.Races.Found
            .Select(race => new RaceReport(race.Location, $"{sites[race.FirstSite]}", $"{sites[race.SecondSite]}", MattersHere: told is not null))
            .OrderBy(race => race.ToString(), StringComparer.Ordinal).ToList();
        var schedule = told is null ? null : Schedule.Write(told.Steps.Select(step => step.Thread));
        return new Verdict
        {
            Strength = told is not null ? Strength.Failed
                : exploration.Behaviours is not null ? Strength.Proved
                : exploration.Bound >= options.Bound ? Strength.HeldToBound
                : Strength.Sampled,
            Failure = told?.Failure,
            Schedules = exploration.Schedules,
            Behaviours = exploration.Behaviours,
            Bound = exploration.Bound,
            FirstFailure = told is null ? null : found,
            Preemptions = told?.Steps.Count(step => step.IsPreemption) ?? 0,
            Schedule = schedule,
            Replay = told is null ? null : ReplayOf(exploration, told.Failure!, schedule!),
            Timeline = told is null ? null : TextTimeline.Draw(told, sites),
            Races = races,
            Time = Stopwatch.GetElapsedTime(start),
            Seed = options.Seed,
        };
    }

    /// <summary>Runs one recorded execution again.</summary>
    /// <exception cref="ArgumentException">The program is not the one that it was recorded of.</exception>
    public Verdict Again(Replay replay)
    {
        var start = Stopwatch.GetTimestamp();
        using var exploration = new Exploration(test, options with { Seed = replay.Seed, Steps = replay.Steps, Guard = replay.Guard });
        if (exploration.Races.RestorePoints(replay.Points) is { } lacks)
            throw new ArgumentException($"The program has no {lacks}: it is not the one that this replay was recorded of.", nameof(replay));
        var strategy = new ReplayStrategy(Schedule.Read(replay.Schedule));
        var execution = exploration.RunOnce(strategy);
        if (strategy.Diverged)
            throw new ArgumentException($"The program went another way after {execution.Steps.Count} steps: it was changed since this replay was recorded.", nameof(replay));
        return Of(exploration, execution.Failure is null ? null : execution, found: 1, start);
    }

    private Replay ReplayOf(Exploration exploration, Failure failure, string schedule) => new()
    {
        Assembly = place.Assembly,
        Build = place.Build,
        Type = place.Type,
        Method = place.Method,
        Points = exploration.Races.PointNames,
        Schedule = schedule,
        Seed = options.Seed,
        Steps = options.Steps,
        Guard = options.Guard,
        Kind = failure.Kind,
        Message = failure.Message,
    };

    // Twice, because a program that does something else the third time is not under our control, and must not be judged.
    private static void Confirm(Exploration exploration, Execution failed)
    {
        for (var i = 0; i < 2; i++)
        {
            var replay = new ReplayStrategy([.. failed.Steps.Select(step => step.Thread)]);
            var again = exploration.RunOnce(replay);
            if (replay.Diverged || again.Failure?.Kind != failed.Failure!.Kind)
                throw new NondeterministicTestException("The test does not do the same twice under the same schedule: something in it (time, chance, a file, a static that is not set back) is not controlled.");
        }
    }
}
