using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Strategies;

public class SpinTests
{
    private const string Counted = "static int inside; public static int x; static void Work() { if (Interlocked.Increment(ref inside) != 1) throw new Exception(\"two\"); x++; Interlocked.Decrement(ref inside); }";

    private static readonly SmallProgram[] _locks =
    [
        new("by compare-exchange", Counted + "static int taken;", "taken = x = inside = 0;", ["Take(); Work(); Volatile.Write(ref taken, 0);", "Take(); Work(); Volatile.Write(ref taken, 0);"],
            Members: "static void Take() { while (Interlocked.CompareExchange(ref taken, 1, 0) != 0) ; }"),
        new("by exchange, after looking", Counted + "static volatile int taken;", "taken = x = inside = 0;", ["Take(); Work(); taken = 0;", "Take(); Work(); taken = 0;"],
            Members: "static void Take() { do { while (taken == 1) Thread.SpinWait(10); } while (Interlocked.Exchange(ref taken, 1) == 1); }"),
        new("by tickets", Counted + "static int next, served;", "next = served = x = inside = 0;", ["Take(); Work(); Interlocked.Increment(ref served);", "Take(); Work(); Interlocked.Increment(ref served);"],
            Members: "static void Take() { var mine = Interlocked.Increment(ref next) - 1; while (Volatile.Read(ref served) != mine) Thread.Yield(); }"),
        new("Peterson's", Counted + "static volatile int a, b, turn;", "a = b = turn = x = inside = 0;",
            ["a = 1; turn = 1; while (b == 1 && turn == 1) ; Work(); a = 0;", "b = 1; turn = 0; while (a == 1 && turn == 0) ; Work(); b = 0;"]),
        new("Dekker's", Counted + "static volatile int a, b, turn;", "a = b = turn = x = inside = 0;",
            ["a = 1; while (b == 1) { if (turn == 1) { a = 0; while (turn == 1) ; a = 1; } } Work(); turn = 1; a = 0;",
                "b = 1; while (a == 1) { if (turn == 0) { b = 0; while (turn == 0) ; b = 1; } } Work(); turn = 0; b = 0;"]),
    ];

    public static TheoryData<string> Locks => [.. _locks.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Locks))]
    public void A_lock_that_spins_is_explored_to_the_end(string name)
    {
        using var exploration = Of(_locks.Single(program => program.Name == name));
        Assert.Null(exploration.Search());
        Assert.NotNull(exploration.Behaviours);
    }

    [Fact]
    public void A_flag_that_is_looked_at_and_then_set_is_no_lock()
    {
        using var exploration = Of(new("none", Counted + "static volatile int taken;", "taken = x = inside = 0;", ["Take(); Work(); taken = 0;", "Take(); Work(); taken = 0;"],
            Members: "static void Take() { while (taken == 1) ; taken = 1; }"));
        Assert.Equal(FailureKind.Exception, exploration.Search()!.Failure!.Kind);
    }

    [Fact]
    public void Spinning_for_what_nobody_does_is_a_livelock_and_says_for_what()
    {
        using var exploration = Of(new("for ever", "static int flag;", "flag = 0;", ["while (Volatile.Read(ref flag) == 0) ;"]));
        var failure = exploration.Search()!.Failure!;
        Assert.Equal(FailureKind.Livelock, failure.Kind);
        Assert.Contains("w1 goes round a loop for ever, and nobody is left who could change", failure.Message);
        Assert.Contains("flag", failure.Message);
    }

    [Fact]
    public void Two_who_politely_give_way_for_ever_are_a_livelock()
    {
        const string Polite = "while (true) { Volatile.Write(ref MINE, 1); if (Volatile.Read(ref OTHER) == 0) break; Volatile.Write(ref MINE, 0); } Volatile.Write(ref MINE, 0);";
        using var exploration = Of(new("polite", "static int a, b;", "a = b = 0;",
        [
            Polite.Replace("MINE", "a", StringComparison.Ordinal).Replace("OTHER", "b", StringComparison.Ordinal),
            Polite.Replace("MINE", "b", StringComparison.Ordinal).Replace("OTHER", "a", StringComparison.Ordinal),
        ]), steps: 2_000);
        Assert.Equal(FailureKind.Livelock, exploration.Search()!.Failure!.Kind);
    }

    [Fact]
    public void A_loop_without_a_step_lets_others_go_on()
    {
        using var exploration = Of(new("plain", "static bool done; public static int x;", "done = false; x = 0;", ["while (!done) ; x = 1;", "done = true;"]));
        Assert.Null(exploration.Search());
        Assert.True(exploration.Behaviours is not null, $"{exploration.Executions} executions, {exploration.Schedules} schedules, {exploration.Races.Found.Count} races, "
            + $"{exploration.Loops.Known.Count()} loops, bound {exploration.Bound}");
        Assert.NotEmpty(exploration.Races.Found);
    }

    [Theory]
    [InlineData(StrategyKind.Pct)]
    [InlineData(StrategyKind.Pos)]
    [InlineData(StrategyKind.Surw)]
    public void Who_spins_starves_nobody_under_chance(StrategyKind strategy)
    {
        using var exploration = Of(_locks[0], strategy: strategy, schedules: 300);
        Assert.Null(exploration.Search());
        Assert.True(exploration.Schedules > 2);
    }

    private static Exploration Of(SmallProgram program, int steps = 20_000, StrategyKind strategy = StrategyKind.Default, int schedules = 20_000) =>
        new(SmallProgram.Compile([program])[0].Test, new ExploreOptions { Time = TimeSpan.FromMinutes(1), Steps = steps, Strategy = strategy, Schedules = schedules });
}
