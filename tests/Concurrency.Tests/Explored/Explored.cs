using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Concurrency.Tests.Explored;

/// <summary>Asserts what the explorer finds out about a scenario: a lambda that captures nothing, and starts two or
/// three threads or tasks.</summary>
/// <remarks>The lambda runs in a rewritten copy of this assembly and of the library, once for each interleaving.</remarks>
internal static class Explored
{
    /// <summary>It holds in every interleaving, and nothing in it races.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="schedules">How many it takes at most; a scenario that needs more is one for
    /// <see cref="Holds(Action, int, string?)"/>.</param>
    public static void Proves(Action scenario, int schedules = 20_000) => MustBeProved(Explore.Test(scenario, Whole(schedules)));

    /// <inheritdoc cref="Proves(Action, int)"/>
    public static void Proves(Func<Task> scenario, int schedules = 20_000) =>
        MustBeProved(Explore.Test(scenario, Whole(schedules)));

    /// <summary>It holds in every interleaving with at most <paramref name="bound"/> preemptions, and nothing in it races.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="bound">Giving way, to a lock that is held or in a spin, is no preemption.</param>
    /// <param name="dropped">For what it races by design, because whoever loses drops what he has read; null: for nothing.</param>
    public static void Holds(Action scenario, int bound = 2, string? dropped = null) =>
        MustHold(Explore.Test(scenario, Bounded(bound, dropped)), dropped);

    /// <inheritdoc cref="Holds(Action, int, string?)"/>
    public static void Holds(Func<Task> scenario, int bound = 2, string? dropped = null) =>
        MustHold(Explore.Test(scenario, Bounded(bound, dropped)), dropped);

    /// <summary>It holds in some interleavings: where threads spin, or others see their writes late, there are too many for
    /// more.</summary>
    public static void Samples(Action scenario, int schedules = 300, MemoryModel memory = MemoryModel.Interleaved)
    {
        var verdict = Explore.Test(scenario, new ExploreOptions
        {
            Schedules = schedules,
            Time = Patience.Long,
            Memory = memory,
            Races = memory == MemoryModel.Tso ? RacePolicy.Report : RacePolicy.Fail, // they are judged where writes are seen at once
        });
        Assert.True(verdict.Strength != Strength.Failed, Tell(verdict));
    }

    /// <summary>Some interleaving fails: so the test that passes for the right version can fail.</summary>
    /// <returns>How it fails.</returns>
    public static Failure Fails(Action scenario, MemoryModel memory = MemoryModel.Interleaved) =>
        FailureOf(Explore.Test(scenario, new ExploreOptions { Time = Patience.Long, Memory = memory }));

    /// <inheritdoc cref="Fails(Action, MemoryModel)"/>
    public static Failure Fails(Func<Task> scenario) =>
        FailureOf(Explore.Test(scenario, new ExploreOptions { Time = Patience.Long }));

    // How much is explored does not depend on how busy the machine is, on which a thread may stand still for seconds: times are
    // only guards.
    private static ExploreOptions Whole(int schedules) => new()
    {
        Schedules = schedules,
        Time = 4 * Patience.Long,
        Patience = Patience.Long,
    };

    private static ExploreOptions Bounded(int bound, string? dropped) => new()
    {
        Strategy = StrategyKind.Bounded,
        Bound = bound,
        Schedules = 1_000_000,
        Time = 4 * Patience.Long,
        Patience = Patience.Long,
        Races = dropped is null ? RacePolicy.Fail : RacePolicy.Report,
    };

    private static void MustBeProved(Verdict verdict) => Assert.True(verdict.Strength == Strength.Proved, Tell(verdict));

    private static void MustHold(Verdict verdict, string? dropped)
    {
        Assert.True(verdict.Strength is Strength.Proved or Strength.HeldToBound, Tell(verdict));
        Assert.All(verdict.Races, race => Assert.StartsWith(dropped ?? "nothing races", race.Location));
    }

    private static Failure FailureOf(Verdict verdict)
    {
        Assert.True(verdict.Strength == Strength.Failed, Tell(verdict));
        return verdict.Failure!;
    }

    private static string Tell(Verdict verdict) => $"{verdict}\n{string.Join('\n', verdict.Races)}\n{verdict.Timeline}";
}
