// A schedule that chance found has switches that do not matter. First the fewest preemptions: all schedules with none, with one
// ..., as long as that takes no more executions than we have. Then each run of one thread is put behind its next one, or before
// it, which needs a switch or two less; what still fails the same way is kept, until nothing can be left out:
//
//      t1 t2 t1 t2 t1     ->     t1*2 t2*2 t1     ->     t1*3 t2*2     (nothing more can go)
//
// Steps that are independent can always change places; whether these were is seen by running it.

using System.Text;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Looks for a simpler schedule with the same failure: the same kind, and the same message but for the numbers in
/// it.</summary>
internal sealed class Shrinker(Exploration exploration)
{
    private const int Bounded = 3_000, Attempts = 1_000, Steps = 2_000_000; // executions, and steps of them all

    private int _steps;

    /// <returns>It costs no more than <paramref name="failing"/>: fewer preemptions, or as many and fewer switches, or
    /// steps.</returns>
    public Execution Shrink(Execution failing)
    {
        var fewest = FewestPreemptions(failing);
        return FewestSwitches(fewest);
    }

    /// <summary>The message without its numbers: two executions with the same one, and the same kind, fail the same
    /// way.</summary>
    public static string Shape(string message)
    {
        var shape = new StringBuilder();
        foreach (var letter in message)
        {
            if (!char.IsDigit(letter)) shape.Append(letter);
            else if (shape.Length == 0 || shape[^1] != '#') shape.Append('#');
        }
        return shape.ToString();
    }

    private Execution FewestPreemptions(Execution failing)
    {
        var left = Bounded;
        for (var bound = 0; bound < Cost(failing).Preemptions; bound++)
        {
            var search = new BoundedSearch(bound);
            while (left-- > 0 && _steps < Steps && search.Begin())
            {
                if (IsSame(Try(search), failing) is { } found) return found;
            }
            if (left <= 0) break;
        }
        return failing;
    }

    private Execution FewestSwitches(Execution best)
    {
        var left = Attempts;
        for (var improved = true; improved;)
        {
            improved = false;
            foreach (var candidate in Candidates([.. best.Steps.Select(step => step.Thread)]))
            {
                if (left-- == 0 || _steps > Steps) return best;
                if (IsSame(Try(new GuidedStrategy(candidate)), best) is not { } tried || Cost(tried).CompareTo(Cost(best)) >= 0)
                    continue;
                best = tried;
                improved = true;
                break;
            }
        }
        return best;
    }

    private Execution Try(IStrategy strategy)
    {
        var tried = exploration.Execute(strategy);
        _steps += tried.Steps.Count;
        return tried;
    }

    private static Execution? IsSame(Execution tried, Execution failing) =>
        tried.Failure is { } failure && failure.Kind == failing.Failure!.Kind
            && Shape(failure.Message) == Shape(failing.Failure.Message) ? tried : null;

    // Fewer preemptions are better, then fewer switches, then fewer steps.
    private static (int Preemptions, int Switches, int Steps) Cost(Execution execution)
    {
        var switches = 0;
        for (var i = 1; i < execution.Steps.Count; i++)
        {
            if (execution.Steps[i].Thread != execution.Steps[i - 1].Thread) switches++;
        }
        return (execution.Steps.Count(step => step.IsPreemption), switches, execution.Steps.Count);
    }

    // Each run of one thread joined with its next one: what was between comes after, or before.
    private static IEnumerable<List<int>> Candidates(List<int> schedule)
    {
        for (var start = 0; start < schedule.Count;)
        {
            var end = start;
            while (end < schedule.Count && schedule[end] == schedule[start]) end++;
            var next = schedule.FindIndex(end, thread => thread == schedule[start]);
            if (next >= 0)
            {
                var after = next;
                while (after < schedule.Count && schedule[after] == schedule[start]) after++;
                yield return [.. schedule[..end], .. schedule[next..after], .. schedule[end..next], .. schedule[after..]];
                yield return [.. schedule[..start], .. schedule[end..next], .. schedule[start..end], .. schedule[next..]];
            }
            start = end;
        }
    }
}
