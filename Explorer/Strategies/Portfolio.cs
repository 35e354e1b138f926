// The order in which an exploration looks. Nothing tells beforehand which way of looking suits a test, so they take turns, so many
// executions each:
//
//      no preemption       500       every schedule with none: what fails at all fails here, mostly
//      every behaviour   2,000       partial-order reduction: many tests have fewer, and that is a proof
//      by turns:
//        preemptions     1,000       1, 2 ... up to the bound: the first failure has the fewest that there are
//        every behaviour   500
//        chance            3 x 100   PCT, POS, SURW: each finds what the others do not
//
// It ends with a failure, a proof, or the budget. Once all schedules within the bound were run, chance has as many executions more as that
// took, and 2,000, and then it ends too.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Several strategies by turns, or the one that was asked for.</summary>
internal sealed class Portfolio(Exploration exploration, ExploreOptions options)
{
    /// <summary>Of the faults that PCT looks for.</summary>
    public const int Depth = 3;

    private readonly SourceDpor _everything = new();
    private readonly Pct _pct = new(Depth, options.Seed);
    private readonly Pos _pos = new(options.Seed);
    private readonly Surw _surw = new(options.Seed);
    private BoundedSearch _bounded = new(0);
    private bool _seesNoEnd; // not everything can be seen

    /// <summary>See <see cref="Exploration.Bound"/>.</summary>
    public int Bound { get; private set; } = -1;

    /// <summary>See <see cref="Exploration.Behaviours"/>.</summary>
    public int? Behaviours { get; private set; }

    /// <summary>See <see cref="Exploration.Estimate"/>.</summary>
    public double? Estimate => _surw.Estimate > 0 ? _surw.Estimate : null;

    /// <summary>See <see cref="Exploration.LeastOdds"/>.</summary>
    public double? LeastOdds => _pct.Largest.Steps > 1 ? _pct.LeastOdds : null;

    private bool GoesOn => Behaviours is null && !exploration.IsOver && !exploration.IsStale;

    /// <returns>The execution that failed, or null.</returns>
    public Execution? Search() => options.Strategy switch
    {
        StrategyKind.Bounded => UpTo(options.Bound),
        StrategyKind.Dpor => All(int.MaxValue),
        StrategyKind.Pct => exploration.Run(_pct, out _),
        StrategyKind.Pos => exploration.Run(_pos, out _),
        StrategyKind.Surw => exploration.Run(_surw, out _),
        _ => ByTurns(),
    };

    private Execution? ByTurns()
    {
        if (Rise(500) is { } early) return early;
        if (All(2_000) is { } found) return found;
        for (int turn = 0, end = int.MaxValue; GoesOn && exploration.Executions < end; turn++)
        {
            if (Rise(1_000) is { } failed) return failed;
            if (Bound >= options.Bound && end == int.MaxValue) end = Math.Max(exploration.Executions, 1_000) * 2 + 1_000;
            if (All(500) is { } other) return other;
            foreach (IStrategy chance in (IStrategy[])[_pct, _pos, _surw])
            {
                if (GoesOn && exploration.Run(chance, out _, 100) is { } lucky) return lucky;
            }
        }
        return null;
    }

    private Execution? UpTo(int bound)
    {
        while (GoesOn && Bound < bound)
        {
            if (Rise(int.MaxValue) is { } failed) return failed;
        }
        return null;
    }

    // The search with the present bound goes on, and when it has seen all, the next will have one preemption more.
    private Execution? Rise(int executions)
    {
        if (!GoesOn || Bound >= options.Bound) return null;
        var failed = exploration.Run(_bounded, out var isComplete, executions);
        if (isComplete)
        {
            Bound++;
            // If nothing was left out, higher bounds would run the same again.
            if (!_bounded.LeftSomethingOut) Bound = options.Bound;
            _bounded = new BoundedSearch(Bound + 1);
        }
        return failed;
    }

    private Execution? All(int executions)
    {
        if (!GoesOn || _seesNoEnd) return null;
        var failed = exploration.Run(_everything, out var isComplete, executions);
        _seesNoEnd = _everything.LeftSomethingOut;
        if (isComplete && !_seesNoEnd) Behaviours = _everything.Classes.Count;
        return failed;
    }
}
