// The order in which an exploration looks:
//
//      preemptions 0, 1, 2:  every schedule with so many    a failure found here has the fewest preemptions there are
//      partial order:        every behaviour, if they are few enough: a proof
//      chance:               PCT, POS and SURW by turns, until the budget ends
//
// When a race shows, the place raced for becomes a scheduling point, and everything starts again: what was run before could not have let
// anybody in between there.

using System.Diagnostics;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer;

/// <summary>Runs a test under one schedule after the other.</summary>
/// <remarks>For one thread. Nothing is left running after a call.</remarks>
internal sealed class Exploration(Action test, ExploreOptions options)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public RaceDetector Races { get; } = new();

    public int Schedules { get; private set; }

    /// <summary>All schedules with so many preemptions have been run; -1: not even those with none.</summary>
    public int Bound { get; private set; } = -1;

    /// <summary>How many behaviours there are, once all have been run.</summary>
    public int? Behaviours { get; private set; }

    private bool IsOver => Schedules >= options.Schedules || Stopwatch.GetElapsedTime(_start) > options.Time;

    /// <summary>Looks until something fails, everything has been seen, or the budget ends.</summary>
    /// <returns>The execution that failed, or null.</returns>
    public Execution? Search()
    {
        while (true)
        {
            Races.HasNewPoints = false;
            (Bound, Behaviours) = (-1, null);
            var failed = SearchOnce();
            if (failed is not null || !Races.HasNewPoints || IsOver) return failed;
        }
    }

    /// <summary>Goes through the schedules of one strategy, until one fails, a race shows, none is left or the budget ends.</summary>
    /// <param name="strategy">Which.</param>
    /// <param name="isComplete">Whether none is left.</param>
    /// <param name="limit">No more executions than this.</param>
    public Execution? Run(IStrategy strategy, out bool isComplete, int limit = int.MaxValue)
    {
        isComplete = false;
        var core = Pinning.CurrentCore;
        var before = Pinning.To(core);
        using var carriers = new Carriers(core);
        try
        {
            while (limit-- > 0 && !IsOver)
            {
                if (!strategy.Begin())
                {
                    isComplete = true;
                    return null;
                }
                var execution = new Execution(strategy, carriers, Races, options.Steps);
                execution.Run(test);
                strategy.End(execution);
                Schedules++;
                if (execution.Failure is not null || Races.HasNewPoints) return execution.Failure is null ? null : execution;
            }
            return null;
        }
        finally { Pinning.Restore(before); }
    }

    /// <summary>One execution.</summary>
    public Execution RunOnce(IStrategy strategy)
    {
        using var carriers = new Carriers(Pinning.CurrentCore);
        strategy.Begin();
        var execution = new Execution(strategy, carriers, Races, options.Steps);
        execution.Run(test);
        strategy.End(execution);
        return execution;
    }

    private Execution? SearchOnce()
    {
        const int Few = 2_000; // so many behaviours are worth a proof before the bounds are worth their end
        var dpor = new SourceDpor();
        for (var bound = 0; bound <= options.Bound; bound++)
        {
            var search = new BoundedSearch(bound);
            if (Run(search, out var isComplete) is { } failed) return failed;
            if (!isComplete) return null;
            Bound = bound;
            if (bound != 0) continue;
            if (Run(dpor, out var areAll, Few) is { } found) return Run(new BoundedSearch(1), out _) ?? Run(new BoundedSearch(2), out _) ?? found;
            if (Races.HasNewPoints) return null;
            if (!areAll) continue;
            Behaviours = dpor.Classes.Count;
            return null;
        }
        if (Run(dpor, out var all, Math.Max(1, (options.Schedules - Schedules) / 2)) is { } late) return late;
        if (all) Behaviours = dpor.Classes.Count;
        return all || Races.HasNewPoints ? null : Sample();
    }

    private Execution? Sample()
    {
        IStrategy[] portfolio = [new Pct(depth: 3, options.Seed), new Pos(options.Seed), new Surw(options.Seed)];
        for (var turn = 0; !IsOver && !Races.HasNewPoints; turn++)
        {
            if (Run(portfolio[turn % portfolio.Length], out _, limit: 100) is { } failed) return failed;
        }
        return null;
    }
}
