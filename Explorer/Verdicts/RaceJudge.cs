// Whether a race matters in a test that fails: in the failing execution, told, the two accesses come in one order. Let them come
// in the other, and keep everything else as far as it can be kept:
//
//      w1 read   w2 write   w1 write      fails
//      w2 write  w1 read    w1 write      does not fail like that: the race between w1's read and w2's write matters
//
// That is all that "matters here" says. A race of which it is not said may matter in another schedule, in another test, or on a
// machine that reorders memory.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Decides which races have to do with a failure.</summary>
internal sealed class RaceJudge(Exploration exploration)
{
    private const int MaximumTries = 10; // of each race, which may occur often in one execution
    private const int MaximumAccesses = 200; // to one place
    private const int MaximumLooks = 500;

    /// <summary>The races that matter to the failure of an execution.</summary>
    public HashSet<Race> ThatMatter(Told told)
    {
        var matter = new HashSet<Race>();
        var tries = new Dictionary<Race, int>();
        foreach (var (race, first, second) in Pairs(told.Recording))
        {
            if (matter.Contains(race) || (tries[race] = tries.GetValueOrDefault(race) + 1) > MaximumTries) continue;
            var turned = exploration.RunOnce(new GuidedStrategy(Turned(told.Execution, first.Step, second.Step)));
            if (turned.Failure?.Kind != told.Execution.Failure?.Kind) matter.Add(race);
        }
        return matter;
    }

    // All pairs of accesses that nothing orders; the race detector keeps the last read of each thread only.
    private IEnumerable<(Race Race, Event First, Event Second)> Pairs(Recording recording)
    {
        foreach (var accesses in recording.Events.Where(done => done is { Step: >= 0, Location: not null })
            .GroupBy(done => done.Resource))
        {
            var place = (Location)accesses.Key;
            var all = accesses.Take(MaximumAccesses).ToList();
            for (var second = 1; second < all.Count; second++)
            {
                for (var first = second - 1; first >= 0; first--)
                {
                    var (one, other) = (all[first], all[second]);
                    if (one.Thread == other.Thread || !(one.IsWrite || other.IsWrite)
                        || other.Clock.Knows(one.Thread, one.Clock[one.Thread])) continue;
                    var race = new Race(place.Key, place.Name, Math.Min(one.Site, other.Site), Math.Max(one.Site, other.Site));
                    if (exploration.Races.Found.Contains(race)) yield return (race, one, other);
                }
            }
        }
    }

    /// <summary>An execution in which that race occurs, with as few preemptions as possible; null: none was found soon.</summary>
    public Execution? With(Race race, Func<Recording> record)
    {
        var looks = MaximumLooks;
        for (var bound = 0; bound <= 2; bound++)
        {
            var search = new BoundedSearch(bound);
            while (looks-- > 0 && search.Begin())
            {
                var recording = record();
                var execution = exploration.Execute(search, recording);
                if (recording.Races.Exists(seen => seen.Race == race)) return execution;
            }
        }
        return null;
    }

    // The second thread's steps up to its access come before the first access.
    private static List<int> Turned(Execution execution, int first, int second)
    {
        var threads = execution.Steps.ConvertAll(step => step.Thread);
        var hasty = threads[second];
        var between = threads[first..(second + 1)];
        return [.. threads[..first], .. between.Where(thread => thread == hasty), .. between.Where(thread => thread != hasty),
            .. threads[(second + 1)..]];
    }
}
