namespace Workbook.Explorer;

/// <summary>How far an exploration goes.</summary>
/// <remarks>Each property refuses what makes no sense with an <see cref="ArgumentOutOfRangeException"/> where it is
/// set.</remarks>
public sealed record ExploreOptions
{
    /// <summary>At most so many executions, at least 1. What an exploration holds grows by about 28 bytes with each, with which
    /// it knows a schedule that it has run, and by as many for each behaviour; by nothing else.</summary>
    public int Schedules
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100_000;

    /// <summary>At most so long, more than nothing; looked at between executions.</summary>
    public TimeSpan Time
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>Up to how many preemptions everything is tried, before chance takes over; 0 to 10.</summary>
    public int Bound
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10);
            field = value;
        }
    } = 2;

    /// <summary>An execution with more steps than this goes nowhere: a livelock. At least 1.</summary>
    public int Steps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 20_000;

    /// <summary>At most so many steps in all executions together, at least 1; looked at between executions. Effort that is counted and not
    /// timed, for verdicts that are to be the same on a loaded machine, also where some executions are very long.</summary>
    public long TotalSteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = long.MaxValue;

    /// <summary>In which order schedules are tried.</summary>
    public StrategyKind Strategy
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such strategy.");
    } = StrategyKind.Default;

    /// <summary>What a data race makes of a test that holds otherwise.</summary>
    public RacePolicy Races
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such policy.");
    } = RacePolicy.Fail;

    /// <summary>When a thread's write is seen by the others.</summary>
    public MemoryModel Memory
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such model of memory.");
    } = MemoryModel.Interleaved;

    /// <summary>A time-out at least as long is a guard, as tests have them: it fires only when nobody else can move. A shorter
    /// one may fire whenever its thread is blocked. At least zero, and then each is one.</summary>
    public TimeSpan Guard
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>Same seed, same result, on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Ends the exploration after the execution that runs just then; the verdict says what was seen until
    /// there.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Told how far the exploration is; null: nobody looks.</summary>
    public ExploreProgress? Progress { get; init; }

    /// <summary>How long nothing may move, because a thread of the test is in code that is not rewritten, before the exploration
    /// is given up with a <see cref="StuckException"/>; more than nothing. Under a debugger it is never given up.</summary>
    public TimeSpan Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>Stops in the debugger whenever a thread is preempted.</summary>
    internal bool BreaksAtPreemptions { get; init; }

    /// <summary>Makes every access to memory a scheduling point, for tests of the explorer itself: see Exploration.cs.</summary>
    internal bool AllArePoints { get; init; }

    /// <summary>Hands the baton over as systems without futexes must, for tests of the explorer itself.</summary>
    internal bool PortableGates { get; init; }
}
