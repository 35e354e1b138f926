// Whether a race matters in a test that fails: in the failing execution, told, the two accesses come in one order. Let them come
// in the other, and keep everything else as far as it can be kept. There are two ways, the thread of the second may go ahead or
// that of the first may be held back, and each turns round what else the threads did meanwhile:
//
//      w1 read    w2 write    w1 write     fails
//      w2 write   w1 read     w1 write     w2 goes ahead   does not fail like that
//      w2 write   w1 read     w1 write     w1 is held back does not either: the race of w1's read and w2's write matters
//
// If it fails in one of them, the order of the two did not matter. Nor is it said of a race that cannot be turned round without
// turning another, within it, that matters:
//
//      w1   looks = 1   reads left                                         w2 can come before w1 with its second looks = 1
//      w2                            reads left   writes left   looks = 1  only if it does with its left, too: blame left
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

    /// <summary>The races that matter to the failure of an execution, and the accesses in it.</summary>
    public List<(Race Race, Event First, Event Second)> ThatMatter(Told told)
    {
        var matter = new List<(Race Race, Event First, Event Second)>();
        var tries = new Dictionary<Race, int>();
        // What lies within another comes before it.
        foreach (var pair in Pairs(told.Recording).OrderBy(pair => pair.Second.Step - pair.First.Step))
        {
            var (race, first, second) = pair;
            if (matter.Exists(inner => IsWithin(inner.First, inner.Second, first, second))) continue;
            if ((tries[race] = tries.GetValueOrDefault(race) + 1) > MaximumTries) continue;
            if (!Turned(told.Execution, first.Step, second.Step).Any(FailsToo)) matter.Add(pair);
        }
        return matter;

        bool FailsToo(List<int> schedule) =>
            exploration.RunOnce(new GuidedStrategy(schedule)).Failure?.Kind == told.Execution.Failure?.Kind;
    }

    private static bool IsWithin(Event innerFirst, Event innerSecond, Event first, Event second) =>
        innerFirst.Thread == first.Thread && innerSecond.Thread == second.Thread
        && innerFirst.Step >= first.Step && innerSecond.Step <= second.Step;

    // All pairs of accesses that nothing orders; the race detector keeps the last read of each thread only.
    private IEnumerable<(Race Race, Event First, Event Second)> Pairs(Recording recording)
    {
        foreach (var accesses in recording.Events
            .Where(done => done is { Step: >= 0, Location: not null, Kind: not OperationKind.Buffer })
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

    // The second thread's steps up to its access come before the first access; or the first thread's from its access on come
    // after the second.
    private static IEnumerable<List<int>> Turned(Execution execution, int first, int second)
    {
        var threads = execution.Steps.ConvertAll(step => step.Thread);
        var between = threads[first..(second + 1)];
        return ((Predicate<int>[])[thread => thread == threads[second], thread => thread != threads[first]])
            .Select(goesAhead => (List<int>)[.. threads[..first], .. between.FindAll(goesAhead),
                .. between.FindAll(thread => !goesAhead(thread)), .. threads[(second + 1)..]]);
    }
}
