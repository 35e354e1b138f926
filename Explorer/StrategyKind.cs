namespace Workbook.Explorer;

/// <summary>In which order schedules are tried.</summary>
public enum StrategyKind
{
    /// <summary>Few preemptions first, then every behaviour, then chance.</summary>
    Default,

    /// <summary>Every schedule with at most so many preemptions.</summary>
    Bounded,

    /// <summary>Every behaviour once.</summary>
    Dpor,

    /// <summary>Chance: priorities that change at a few points.</summary>
    Pct,

    /// <summary>Chance: a priority for each step.</summary>
    Pos,

    /// <summary>Chance: each interleaving equally often.</summary>
    Surw,
}
