using System.Diagnostics;
using Workbook.Explorer.Pages;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Makes a verdict of what a search came to.</summary>
internal sealed class Report(SourceMap sites, ExploreOptions options, TestPlace place)
{
    /// <param name="exploration">The search, which is over.</param>
    /// <param name="told">The execution that fails; null: none does.</param>
    /// <param name="thatMatter">Races without which it would not fail, and the accesses in it.</param>
    /// <param name="found">Executions until it was found.</param>
    /// <param name="time">How long all took.</param>
    public Verdict Of(
        Exploration exploration, Told? told, List<(Race Race, Event First, Event Second)> thatMatter, int found, TimeSpan time)
    {
        var schedule = told is null ? null : Schedule.Write(told.Execution.Steps.Select(step => step.Thread), options.Memory);
        return new Verdict
        {
            Strength = told is not null ? Strength.Failed
                : exploration.Behaviours is not null ? Strength.Proved
                : exploration.Bound >= options.Bound ? Strength.HeldToBound
                : Strength.Sampled,
            Failure = told?.Failure,
            Story = told?.Story,
            Rows = told?.Rows ?? [],
            LongLoops = [.. exploration.Loops.Long.Where(loop => SourceMap.IsOfTheTest(loop.Key))
                .Select(loop => $"{loop.Value} goes round the loop at {sites[loop.Key]} {SpinningLoops.ManyRounds:N0} times and more.")],
            Notes = [.. told is null ? [] : Notes(told), .. BusyWaits(exploration, told)],
            Schedules = exploration.Schedules,
            Behaviours = exploration.Behaviours,
            Bound = exploration.Bound,
            Estimate = exploration.Estimate,
            LeastOdds = exploration.LeastOdds,
            FirstFailure = told is null ? null : found,
            Output = $"{told?.Execution.Output}",
            Preemptions = told?.Execution.Steps.Count(step => step.IsPreemption) ?? 0,
            Schedule = schedule,
            Replay = told is null ? null : ReplayOf(exploration, told.Failure, schedule!),
            Page = told is null ? null : new PageBuilder(told, thatMatter).Build(),
            Assemblies = told is null ? [] : AssembliesOf(told),
            Timeline = told is null ? null : TextTimeline.Draw(told.Story, told.Rows),
            Races = Reports(exploration, [.. thatMatter.Select(pair => pair.Race)]),
            Time = time,
            Seed = options.Seed,
            Memory = options.Memory,
        };
    }

    // The test's own, those that it did something in, and those that its exception came through.
    private HashSet<string> AssembliesOf(Told told)
    {
        var frames = told.Failure.Exception is { } exception ? new StackTrace(exception).GetFrames() : [];
        return
        [
            sites.AssemblyOf(0),
            .. told.Recording.Events.Select(done => sites.AssemblyOf(done.Site)),
            .. frames.Select(frame => frame.GetMethod()?.Module.Assembly.GetName().Name ?? ""),
        ];
    }

    private List<RaceReport> Reports(Exploration exploration, HashSet<Race> thatMatter) =>
    [
        .. exploration.Races.Found
            .GroupBy(race => // statements of one line are one
                (race.Location, First: $"{sites[race.FirstSite]}", Second: $"{sites[race.SecondSite]}"))
            .Select(races => new RaceReport(races.Key.Location, races.Key.First, races.Key.Second,
                races.Any(thatMatter.Contains)))
            .OrderBy(race => race.ToString(), StringComparer.Ordinal),
    ];

    private Replay ReplayOf(Exploration exploration, Failure failure, string schedule) => new()
    {
        Assembly = place.Assembly,
        Build = place.Build,
        Type = place.Type,
        Method = place.Method,
        Points = exploration.Races.PointNames,
        Loops = [.. exploration.Loops.Known],
        Schedule = schedule,
        Seed = options.Seed,
        Steps = options.Steps,
        Guard = options.Guard,
        Memory = options.Memory,
        Kind = failure.Kind,
        Message = failure.Message,
    };

    private List<string> Notes(Told told)
    {
        var notes = new List<string>();
        if (told.Failure.Kind == FailureKind.Race)
            notes.Add("No schedule of this test that was run fails of the race; a compiler, a processor or the next change may "
                + "make one that does.");
        var early = told.Execution.Steps.Find(step => step.TimedOut && !step.IsGuard);
        if (early.TimedOut && told.Execution.Threads[early.Thread].NamedAfter is not Alarm { IsDelay: true }
            && early.Operation.Kind != OperationKind.Sleep && told.Failure.Kind != FailureKind.Sleep)
            notes.Add($"It takes a time-out that is up before anybody else goes on: "
                + $"{told.Execution.Threads[early.Thread].Name}'s, {sites[early.Operation.Site]}.");
        return notes;
    }

    // Of the test's own loops: how a library waits is its own business. A livelock tells of them itself.
    private IEnumerable<string> BusyWaits(Exploration exploration, Told? told) => exploration.Loops.Busy
        .Where(loop => SourceMap.IsOfTheTest(loop.Site) && told?.Failure.Kind != FailureKind.Livelock)
        .Select(loop => $"{loop.Thread} spins at {sites[loop.Site]} until {loop.Reads} "
            + $"{(loop.Reads.Contains(',') ? "change" : "changes")}: nothing lets it wait.")
        .Distinct();
}
