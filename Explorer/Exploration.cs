// The order in which an exploration looks:
//
//      no preemption          every schedule with none
//      partial order          every behaviour, if they are few: a proof
//      1, 2 preemptions       every schedule with so many; the first failure has the fewest that there are
//      partial order          every behaviour, for half of what is left of the budget
//      chance                 PCT, POS and SURW by turns, until the budget ends
//
// When a race shows, the place raced for becomes a scheduling point, and everything starts again: what was run before could not have
// let anybody in between there.

using System.Diagnostics;
using System.Runtime.Loader;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer;

/// <summary>Runs a test under one schedule after the other.</summary>
/// <remarks>For one thread. Shutdown: Dispose ends the threads; between two calls they are idle.</remarks>
internal sealed class Exploration(Action test, ExploreOptions options) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly InitializedTypes? _statics = (AssemblyLoadContext.GetLoadContext(test.Method.Module.Assembly) as ProgramContext)?.Initialized;
    private readonly Carriers _carriers = new(Pinning.CurrentCore, options.PortableGates);
    private Execution? _current;

    public RaceDetector Races { get; } = new() { AllArePoints = options.AllArePoints };

    public int Schedules { get; private set; }

    /// <summary>All schedules with so many preemptions have been run; -1: not even those with none.</summary>
    public int Bound { get; private set; } = -1;

    /// <summary>How many behaviours there are, once all have been run.</summary>
    public int? Behaviours { get; private set; }

    private bool IsOver =>
        Schedules >= options.Schedules || options.Cancel.IsCancellationRequested || Stopwatch.GetElapsedTime(_start) > options.Time;

    /// <summary>Looks until something fails, everything has been seen, or the budget ends.</summary>
    /// <returns>The execution that failed, or null.</returns>
    public Execution? Search()
    {
        while (true)
        {
            Races.AddPoints();
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
        using var onOneCore = _carriers.Pinned();
        for (; limit > 0 && !IsOver && !Races.HasNewPoints; limit--)
        {
            if (!strategy.Begin())
            {
                isComplete = true;
                return null;
            }
            Schedules++;
            options.Progress?.Ran(Schedules);
            var execution = Execute(strategy);
            if (execution.Failure is not null) return execution;
        }
        return null;
    }

    /// <summary>One execution, which does not count.</summary>
    /// <param name="strategy">Which schedule.</param>
    /// <param name="recording">Writes down what happens, if it is to be told.</param>
    public Execution RunOnce(IStrategy strategy, Recording? recording = null)
    {
        using var onOneCore = _carriers.Pinned();
        strategy.Begin();
        return Execute(strategy, recording);
    }

    /// <summary>The same for a strategy that has begun.</summary>
    public Execution RunBegun(IStrategy strategy, Recording recording) => Execute(strategy, recording);

    /// <summary>How far it has come, and who runs. Any thread may ask; what it hears may be a moment old.</summary>
    public Progress Progress => Progress.Of(Schedules, Volatile.Read(ref _current)); // written by the thread that explores, plainly

    public void Dispose() => _carriers.Dispose();

    private Execution Execute(IStrategy strategy, Recording? recording = null)
    {
        var execution = new Execution(strategy, _carriers, Races, options)
        {
            BreaksAtPreemptions = options.BreaksAtPreemptions,
            Recording = recording,
        };
        _statics?.SetBack();
        _current = execution;
        execution.Run(test);
        strategy.End(execution);
        return execution;
    }

    private Execution? SearchOnce()
    {
        const int Few = 2_000; // so many behaviours are worth a proof before the bounds are worth their end
        var everything = new SourceDpor();
        if (SearchBound(0, out var goesOn) is { } failed) return failed;
        if (!goesOn) return null;
        if (SearchAll(everything, Few, out goesOn) is { } found) return WithFewestPreemptions() ?? found;
        for (var bound = 1; goesOn && bound <= options.Bound; bound++)
        {
            if (SearchBound(bound, out goesOn) is { } bounded) return bounded;
        }
        if (goesOn && SearchAll(everything, Math.Max(1, (options.Schedules - Schedules) / 2), out goesOn) is { } late) return late;
        return goesOn ? Sample() : null;
    }

    private Execution? SearchBound(int bound, out bool goesOn)
    {
        var failed = Run(new BoundedSearch(bound), out goesOn);
        if (goesOn) Bound = bound;
        return failed;
    }

    private Execution? SearchAll(SourceDpor everything, int limit, out bool goesOn)
    {
        var failed = Run(everything, out var areAll, limit);
        if (areAll) Behaviours = everything.Classes.Count;
        goesOn = !areAll && !Races.HasNewPoints;
        return failed;
    }

    // A failure is there; the bounds find the one that is easiest to follow.
    private Execution? WithFewestPreemptions()
    {
        for (var bound = 1; bound <= options.Bound; bound++)
        {
            if (Run(new BoundedSearch(bound), out _) is { } failed) return failed;
        }
        return null;
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
