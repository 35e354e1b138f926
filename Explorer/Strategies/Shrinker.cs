// A schedule that chance found has switches that do not matter. Each run of one thread is offered to be put behind its next one, so that
// one switch less is needed; what still fails the same way is kept, until nothing can be left out.
//
//      t1 t2 t1 t2 t1     ->     t1*2 t2*2 t1     ->     t1*2 t2*2 t1     (nothing more can go)

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Looks for a simpler schedule with the same failure.</summary>
internal sealed class Shrinker(Exploration exploration)
{
    private const int Attempts = 2_000;

    public Execution Shrink(Execution failing)
    {
        var best = failing;
        var attempts = Attempts;
        for (var improved = true; improved && attempts > 0;)
        {
            improved = false;
            foreach (var candidate in Candidates([.. best.Steps.Select(step => step.Thread)]))
            {
                if (attempts-- == 0) break;
                var tried = exploration.RunOnce(new GuidedStrategy(candidate));
                if (tried.Failure?.Kind != failing.Failure!.Kind || Cost(tried).CompareTo(Cost(best)) >= 0) continue;
                best = tried;
                improved = true;
                break;
            }
        }
        return best;
    }

    // Fewer preemptions are better, then fewer switches, then fewer steps.
    private static (int, int, int) Cost(Execution execution)
    {
        var switches = 0;
        for (var i = 1; i < execution.Steps.Count; i++) switches += execution.Steps[i].Thread == execution.Steps[i - 1].Thread ? 0 : 1;
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
