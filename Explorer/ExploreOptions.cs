namespace Workbook.Explorer;

/// <summary>How far an exploration goes.</summary>
public sealed record ExploreOptions
{
    /// <summary>At most so many executions, at least 1.</summary>
    public int Schedules { get; init; } = 100_000;

    /// <summary>At most so long; looked at between executions.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Up to how many preemptions everything is tried, before chance takes over; 0 to 10.</summary>
    public int Bound { get; init; } = 2;

    /// <summary>An execution with more steps than this goes nowhere: a livelock.</summary>
    public int Steps { get; init; } = 20_000;

    /// <summary>In which order schedules are tried.</summary>
    public StrategyKind Strategy { get; init; } = StrategyKind.Default;

    /// <summary>What a data race makes of a test that holds otherwise.</summary>
    public RacePolicy Races { get; init; } = RacePolicy.Fail;

    /// <summary>A time-out at least as long is a guard, as tests have them: it fires only when nobody else can move. A shorter one may fire
    /// whenever its thread is blocked.</summary>
    public TimeSpan Guard { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Same seed, same result, on every machine.</summary>
    public ulong Seed { get; init; } = 1;
}
