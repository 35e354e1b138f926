// The order in which an exploration looks. Nothing tells beforehand which way of looking suits a test, so they take turns, and
// the turns become longer, so that none has to wait for long until another has looked in vain:
//
//                          executions of a turn
//      preemptions         100, 200, 400 ...     none, then 1, 2 ... up to the bound: the first failure has the fewest there are
//      every behaviour     100, 200, 400 ...     partial-order reduction: many tests have few, and that is a proof
//      chance          3 x  50, 100, 200 ...     PCT, POS, SURW: each finds what the others do not
//
// It ends with a failure, a proof, or the budget. Once all schedules within the bound were run, it goes on for as long again, at
// least 3,000 executions, and then it ends too.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Several strategies by turns, or the one that was asked for.</summary>
internal sealed class Portfolio(Exploration exploration, ExploreOptions options)
{
    /// <summary>Of the faults that PCT looks for.</summary>
    public const int Depth = 3;

    private const int LongestTurn = 3_200;

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
        for (int turn = 100, end = int.MaxValue; GoesOn && exploration.Executions < end; turn = Math.Min(2 * turn, LongestTurn))
        {
            if (Rise(turn) is { } failed) return failed;
            if (All(Bound < options.Bound ? turn : 2 * turn) is { } found) return found; // theirs too, once they are done
            foreach (IStrategy chance in (IStrategy[])[_pct, _pos, _surw])
            {
                if (GoesOn && exploration.Run(chance, out _, turn / 2) is { } lucky) return lucky;
            }
            if (Bound >= options.Bound && end == int.MaxValue) end = Math.Max(exploration.Executions, 2_000) * 2 + 1_000;
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
