// Runs the test under what the strategies choose. What shows on the way that makes a coarse picture of what was run before (a
// place that is raced for, which becomes a scheduling point; a loop that spins) ends a search, and it starts again, knowing more.
//
// Why it is enough that only places raced for are scheduling points, and threads run through all other accesses: Take any
// execution of single accesses, and suppose that it has no race for a place that is no point.
//
//   - An access to such a place can be moved back to right behind the last step (lock, volatile, point...) of its own thread.
//     Whatever it passes is either of another place, or ordered with it by steps; and no step that orders can lie between, as it
//     would have to be one of its own thread. So the execution differs only in the order of independent accesses from one that we
//     run, and ends in the same state.
//   - If it has a race for such a place, take the first. What comes before it has none, so that we run an execution that begins
//     the same, and there each of the two threads goes on to its next step. So the race is found, or an earlier one in what
//     others do on the way.
//
// Hence when a search has seen every behaviour, and no race that is not among the points, there is no other behaviour. Each time
// around there is at least one point more, of a finite number of places. A search that is broken off by its budget proves nothing
// either way. Moving accesses back does not add preemptions either, so that a bound means the same. (Musuvathi, Qadeer, PLDI
// 2007, section 3.)

using System.Diagnostics;
using System.Runtime.Loader;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;
using Workbook.Explorer.Verdicts;
using Workbook.Explorer.WeakMemory;

namespace Workbook.Explorer;

/// <summary>Runs a test under one schedule after the other.</summary>
/// <remarks>For one thread. Shutdown: Dispose ends the threads; between two calls they are idle.</remarks>
internal sealed class Exploration(Action test, ExploreOptions options) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly InitializedTypes? _statics = InitializedTypes.Of(AsyncTest.MethodOf(test).Module.Assembly);
    private readonly QuietConsole _console = new();
    private readonly Carriers _carriers = new(Pinning.CurrentCore, options.PortableGates);
    private readonly HashSet<ulong> _schedules = [];
    private readonly MemoryCells? _cells = options.Memory == MemoryModel.Tso
        ? new MemoryCells(AssemblyLoadContext.GetLoadContext(AsyncTest.MethodOf(test).Module.Assembly)!) : null;
    private int _refinements;
    private long _steps; // of all executions that count
    private Execution? _current;

    public RaceDetector Races { get; } = new() { AllArePoints = options.AllArePoints };

    public SpinningLoops Loops { get; } = new();

    /// <summary>Different schedules that were run to their end.</summary>
    public int Schedules => _schedules.Count;

    /// <summary>Executions: those that were run twice, or given up because nothing new could come of them, count as
    /// well.</summary>
    public int Executions { get; private set; }

    /// <summary>All schedules with so many preemptions have been run, or others that differ from them only in the order of
    /// independent steps; -1: not even those with none.</summary>
    public int Bound { get; private set; } = -1;

    /// <summary>How many behaviours there are, once all have been run.</summary>
    public int? Behaviours { get; private set; }

    /// <summary>About how many schedules there are, of which some were drawn by chance; null: none were.</summary>
    public double? Estimate { get; private set; }

    /// <summary>Each execution that was drawn by priorities shows a fault of depth <see cref="Portfolio.Depth"/> with at least
    /// this probability; null: none were.</summary>
    public double? LeastOdds { get; private set; }

    /// <summary>Whether the search must start again.</summary>
    public bool IsStale => Races.HasNewPoints || Loops.HasNews;

    /// <summary>Whether nothing more may be run.</summary>
    public bool IsOver =>
        Executions >= options.Schedules || _steps >= options.TotalSteps || options.Cancel.IsCancellationRequested
        || Stopwatch.GetElapsedTime(_start) > options.Time;

    /// <summary>How far it has come, and who runs. Any thread may ask; what it hears may be a moment old.</summary>
    public Progress Progress => Progress.Of(Executions, Volatile.Read(ref _current)); // with the plain write in Execute

    /// <summary>Looks until something fails, everything has been seen, or the budget ends.</summary>
    /// <returns>The execution that failed, or null.</returns>
    /// <exception cref="NondeterministicTestException">The test does not do the same twice under the same schedule.</exception>
    public Execution? Search()
    {
        FailedAsserts.Listen();
        while (true)
        {
            var portfolio = new Portfolio(this, options);
            var failed = portfolio.Search();
            (Bound, Behaviours, Estimate, LeastOdds) =
                (portfolio.Bound, portfolio.Behaviours, portfolio.Estimate, portfolio.LeastOdds);
            if (failed is not null || !IsStale || IsOver) return failed;
            Refine();
        }
    }

    /// <summary>Takes up what a search has shown: the next one starts with it.</summary>
    public void Refine()
    {
        Races.AddPoints();
        Loops.HasNews = false;
        _refinements++;
    }

    /// <summary>Goes through the schedules of one strategy, until one fails, something shows, none is left or the budget
    /// ends.</summary>
    /// <param name="strategy">Which.</param>
    /// <param name="isComplete">Whether none is left.</param>
    /// <param name="limit">No more executions than this.</param>
    public Execution? Run(IStrategy strategy, out bool isComplete, int limit = int.MaxValue)
    {
        isComplete = false;
        using var onOneCore = _carriers.Pinned();
        for (; limit > 0 && !IsOver && !IsStale; limit--)
        {
            if (!strategy.Begin())
            {
                isComplete = true;
                return null;
            }
            Executions++;
            var execution = Execute(strategy);
            _steps += execution.Steps.Count;
            if (execution.HasDiverged) throw new NondeterministicTestException(Execution.Unrepeatable);
            if (!execution.WasPruned) _schedules.Add(HashOf(execution));
            options.Progress?.Ran(Schedules);
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

    /// <summary>The same, for a strategy that was asked to begin.</summary>
    public Execution Execute(IStrategy strategy, Recording? recording = null)
    {
        var execution = new Execution(strategy, _carriers, Races, Loops, options, _cells)
        {
            BreaksAtPreemptions = options.BreaksAtPreemptions,
            Recording = recording,
        };
        Controlled.Chance.Begin();
        _statics?.SetBack();
        _current = execution;
        execution.Run(test);
        if (!execution.ShowedALoop) strategy.End(execution); // it is as if that one had not been
        return execution;
    }

    /// <summary>Lets whoever explores go, with this for an answer, although a thread of the test goes on. Any thread may call it,
    /// until <see cref="Dispose"/>.</summary>
    public void Abandon(NoVerdictException why) => _carriers.Abandon(why);

    public void Dispose()
    {
        _carriers.Dispose();
        _console.Dispose();
    }

    // Among 100,000 schedules two are taken for the same with a chance of 1 to 4 * 10^9.
    private ulong HashOf(Execution execution)
    {
        var hash = Dice.Mix((ulong)_refinements + 1);
        foreach (var step in execution.Steps) hash = Dice.Mix(hash + (ulong)step.Thread + 1);
        return hash;
    }
}
