// From a search to a verdict:
//
//      canary      the explorer finds what is there
//      search      a failing execution, or none
//      refine      what raced in it becomes scheduling points, so that the race can be told and turned round
//      shrink      the same failure with fewer preemptions and switches
//      tell        twice, with the same message: nothing is reported that happened once
//      weigh       was a sleep too short? which races matter?

using System.Diagnostics;
using System.Runtime.Loader;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Explores a test and makes a verdict of what was found.</summary>
internal sealed class Judge(Action test, SourceMap sites, ExploreOptions options, TestPlace place)
{
    private readonly AssemblyLoadContext _program = AssemblyLoadContext.GetLoadContext(AsyncTest.MethodOf(test).Module.Assembly)!;
    private readonly Divergence _divergence = new(sites, AsyncTest.MethodOf(test).Module.Assembly);
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <exception cref="NondeterministicTestException">The test does not do the same twice under the same schedule.</exception>
    /// <exception cref="StuckException">It hangs in code that is not rewritten.</exception>
    /// <exception cref="InstrumentationException">The explorer does not work.</exception>
    public Verdict Explore()
    {
        Canary.Listen();
        using var exploration = new Exploration(test, options);
        using var watchdog = Watch(exploration);
        var failed = exploration.Search();
        var found = exploration.Schedules;
        if (failed is not null)
        {
            var told = Sleeping(Confirmed(exploration, new Shrinker(exploration).Shrink(Refined(exploration, failed))));
            return Report(exploration, told, new RaceJudge(exploration).ThatMatter(told), found);
        }
        CheckThatItRepeats(exploration);
        return Report(exploration, options.Races == RacePolicy.Fail ? Racing(exploration) : null, [], found);
    }

    /// <summary>Runs one recorded execution again.</summary>
    /// <exception cref="ArgumentException">The program is not the one that it was recorded of.</exception>
    public Verdict Again(Replay replay)
    {
        FailedAsserts.Listen();
        using var exploration = new Exploration(test, options with
        {
            Seed = replay.Seed,
            Steps = replay.Steps,
            Guard = replay.Guard,
            Memory = replay.Memory,
        });
        using var watchdog = Watch(exploration);
        exploration.Loops.Restore(replay.Loops);
        if (exploration.Races.RestorePoints(replay.Points) is { } lacks)
            throw new ArgumentException($"The program has no {lacks}: it is not the one that this replay was recorded of.",
                nameof(replay));
        ReplayStrategy strategy;
        Execution execution;
        do // one that served to learn of a loop that it ends by itself is not the execution that was recorded
        {
            strategy = new ReplayStrategy(Schedule.Read(replay.Schedule, replay.Memory));
            execution = exploration.RunOnce(strategy);
        }
        while (execution.ShowedALoop);
        if (strategy.Diverged)
            throw new ArgumentException($"The program went another way after {execution.Steps.Count} steps: it was changed "
                + "since this replay was recorded.", nameof(replay));
        var told = execution.Failure is null && replay.Kind != FailureKind.Race ? null
            : Tell(exploration, execution, exploration.Races.Found);
        if (told is not null && replay.Kind == FailureKind.Sleep && told.Failure.Kind != FailureKind.Sleep) told = AsSleep(told);
        return Report(exploration, told, told is null ? [] : new RaceJudge(exploration).ThatMatter(told), found: 1);
    }

    // Not under a debugger, in which nothing moves for as long as a person thinks.
    private Watchdog? Watch(Exploration exploration) => Debugger.IsAttached ? null
        : new Watchdog(() => exploration.Progress, options.Patience, progress => exploration.Abandon(Stuck(progress)));

    private StuckException Stuck(Progress progress)
    {
        var place = sites[progress.Site] is { } site ? $", called from {site}" : "";
        return new StuckException($"Nothing has moved for {options.Patience.TotalSeconds} s: {progress.Thread} computes or waits "
            + $"in code that is not under the explorer's control{place}.");
    }

    private Verdict Report(
        Exploration exploration, Told? told, List<(Race Race, Event First, Event Second)> thatMatter, int found) =>
        new Report(sites, options, place).Of(exploration, told, thatMatter, found, Stopwatch.GetElapsedTime(_start));

    // A race that showed in the failing execution itself has no scheduling points there yet. The accesses become steps, in the
    // order in which they came, and so the same execution has a finer schedule.
    private Execution Refined(Exploration exploration, Execution failed)
    {
        if (!exploration.Races.HasNewPoints) return failed;
        var recording = new Recording(_program);
        var again = exploration.RunOnce(new ReplayStrategy(failed.Steps.ConvertAll(step => step.Thread)), recording);
        _divergence.ThrowIfOther(failed, again);
        exploration.Races.AddPoints();
        var finer = recording.Events.Where(done =>
            !done.IsBlocked && (done.Step >= 0 || exploration.Races.IsPoint(done.Location!)));
        var refined = exploration.RunOnce(new GuidedStrategy([.. finer.Select(done => done.Mover)]));
        if (refined.Failure?.Kind == failed.Failure!.Kind) return refined;
        return exploration.Search() ?? throw _divergence.Of($"it ends with '{failed.Failure.Message}', and then does not");
    }

    // Twice, because a program that does something else the third time is not under our control, and must not be judged.
    private Told Confirmed(Exploration exploration, Execution failed, Race? race = null)
    {
        var first = Tell(exploration, failed, race is { } known ? [known] : []);
        var second = Tell(exploration, failed, race is { } again ? [again] : []);
        if (first.Failure.Message != second.Failure.Message)
            throw _divergence.Of($"it ends once with '{first.Failure.Message}', and once with '{second.Failure.Message}'");
        return second;
    }

    private Told Tell(Exploration exploration, Execution failed, IReadOnlyCollection<Race> races)
    {
        var recording = new Recording(_program);
        var again = exploration.RunOnce(new ReplayStrategy(failed.Steps.ConvertAll(step => step.Thread)), recording);
        _divergence.ThrowIfOther(failed, again);
        var telling = new Telling(again, recording, new ObjectNames(again, recording, _program, place.Type),
            new SourceText(sites));
        var findings = new Findings(again, recording, telling);
        var failure = again.Failure is { } thrown ? thrown with { Message = findings.Message() } : findings.OfRace(races);
        return new Told(again, recording, failure, findings.Story(failure), telling.Rows(), telling, races);
    }

    // What holds in all schedules that were run, with a race in it.
    private Told? Racing(Exploration exploration)
    {
        if (exploration.Races.Found.Count == 0) return null;
        var race = exploration.Races.Found.OrderBy(race => (race.FirstSite, race.SecondSite, race.Key)).First();
        var seen = new RaceJudge(exploration).With(race, () => new Recording(_program));
        return seen is null ? null : Confirmed(exploration, seen, race);
    }

    // A failure that needs a sleep to be over early, and is not there when each takes as long as it says.
    private Told Sleeping(Told told)
    {
        if (!told.Execution.Steps.Exists(step => step.Operation.Kind == OperationKind.Sleep)) return told;
        var lasting = options with { Guard = TimeSpan.Zero, Schedules = Math.Min(options.Schedules, 5_000), Progress = null };
        using var exploration = new Exploration(test, lasting);
        using var watchdog = Watch(exploration);
        return exploration.Search()?.Failure?.Kind == told.Failure.Kind ? told : AsSleep(told);
    }

    private Told AsSleep(Told told)
    {
        var sleep = told.Recording.Events.Find(done => done.Kind == OperationKind.Sleep)!;
        var (sleeper, at) = (told.Execution.Threads[sleep.Thread].Name, sites[sleep.Site]);
        var message = $"it holds only as long as {sleeper}'s sleep{(at is null ? "" : $" ({at})")} is long enough; when it is "
            + $"not, {told.Failure.Message}";
        var others = told.Execution.Threads
            .Where(thread => thread.Index != sleep.Thread && thread.Index != 0 && thread.Drains is null)
            .Select(thread => thread.Name);
        var story = $"{sleeper} slept, and went on before {string.Join(" and ", others)} had got as far as it thought: a sleep "
            + "waits for nobody.";
        return told with { Failure = new Failure(FailureKind.Sleep, message, told.Failure.Exception), Story = story };
    }

    private void CheckThatItRepeats(Exploration exploration)
    {
        if (exploration.Schedules == 0) return;
        var first = exploration.RunOnce(new BoundedSearch(0));
        _divergence.ThrowIfOther(first, exploration.RunOnce(new BoundedSearch(0)));
    }
}
