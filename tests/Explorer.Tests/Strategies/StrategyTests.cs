using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

[Collection("small programs")] // they are compiled once, and two explorations of one would share its static fields
public class StrategyTests
{
    private const string Balance = "balance: read under the lock, written under the lock, and let go between";
    private static readonly ExploreOptions _options = new() { Time = TimeSpan.FromMinutes(1), Schedules = 2_000 };

    [Fact]
    public void A_bound_lets_in_those_with_fewer_preemptions_and_each_once()
    {
        var test = SmallPrograms.Of("two variables").Test;
        var before = new HashSet<string>();
        for (var bound = 0; bound <= 3; bound++)
        {
            var schedules = Schedules(test, new BoundedSearch(bound, skipsSeen: false));
            Assert.Equal(schedules.Count, schedules.Distinct().Count());
            Assert.True(before.IsSubsetOf(schedules));
            Assert.True(schedules.Count > before.Count);
            before = [.. schedules];
        }
    }

    [Fact]
    public void Two_preemptions_are_needed_to_see_the_balance_wrong()
    {
        var test = SmallPrograms.Of(Balance).Test;
        Assert.Equal(["balance=9"], Seen.By(test, () => new BoundedSearch(1)).States);
        Assert.Equal(["balance=8", "balance=9"], Seen.By(test, () => new BoundedSearch(2)).States);
        Assert.Equal(["balance=8", "balance=9"], Seen.By(test, () => new BoundedSearch(2, skipsSeen: false)).States);
    }

    [Fact]
    public void One_preemption_is_needed_for_two_locks_against_each_other()
    {
        var test = SmallPrograms.Of("two locks against each other").Test;
        Assert.Empty(Seen.By(test, () => new BoundedSearch(0)).Failures);
        Assert.NotEmpty(Seen.By(test, () => new BoundedSearch(1)).Failures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Leaving_out_what_was_seen_loses_no_behaviour_within_the_bound(int bound)
    {
        foreach (var name in (string[])[Balance, "one locks, two try", "an event that lets one through, or nobody", "a spin lock", "two locks in one order"])
        {
            var test = SmallPrograms.Of(name).Test;
            var all = Seen.By(test, () => new BoundedSearch(bound, skipsSeen: false));
            var fewer = Seen.By(test, () => new BoundedSearch(bound));
            Assert.Equal(all.Behaviours, fewer.Behaviours);
            Assert.Equal(all.States, fewer.States);
            Assert.True(fewer.Executions <= all.Executions, name);
        }
    }

    [Theory]
    [InlineData(StrategyKind.Default)]
    [InlineData(StrategyKind.Bounded)]
    [InlineData(StrategyKind.Dpor)]
    [InlineData(StrategyKind.Pct)]
    [InlineData(StrategyKind.Pos)]
    [InlineData(StrategyKind.Surw)]
    public void Same_seed_same_failure_whatever_was_explored_before(StrategyKind strategy)
    {
        var test = SmallPrograms.Of("one pulse for two").Test;
        var first = Failure(test, strategy, seed: 7);
        Failure(SmallPrograms.Of("three locks in a circle").Test, strategy, seed: 3);
        Assert.Equal(first, Failure(test, strategy, seed: 7));
    }

    [Fact]
    public void Same_seed_same_counts_and_schedules_in_another_process() => Assert.Equal(Outcomes.All(), OtherProcess.Run());

    [Theory]
    [InlineData(StrategyKind.Pct)]
    [InlineData(StrategyKind.Pos)]
    [InlineData(StrategyKind.Surw)]
    public void A_schedule_that_is_drawn_again_does_not_count(StrategyKind strategy)
    {
        var test = SmallPrograms.Of("one variable, one atomic step each").Test;
        var all = Schedules(test, new BoundedSearch(BoundedSearch.Everything, skipsSeen: false)).Count;
        using var exploration = new Exploration(test, _options with { Strategy = strategy });
        Assert.Null(exploration.Search());
        Assert.Equal(2_000, exploration.Executions);
        Assert.InRange(exploration.Schedules, 2, all);
    }

    [Fact]
    public void The_odds_of_pct_are_those_of_its_theorem()
    {
        using var exploration = new Exploration(SmallPrograms.Of("one variable, one atomic step each").Test, _options with { Strategy = StrategyKind.Pct });
        Assert.Null(exploration.Search());
        var steps = exploration.RunOnce(new GuidedStrategy([])).Steps.Count; // they are always as many
        Assert.Equal(1.0 / (3 * steps * steps), exploration.LeastOdds!.Value, 1e-12);
    }

    [Fact]
    public void Random_walks_estimate_how_many_orders_there_are()
    {
        using var exploration = new Exploration(SmallPrograms.Of("one variable, two steps each: 4! / (2! 2!)").Test, _options with { Strategy = StrategyKind.Surw });
        Assert.Null(exploration.Search());
        Assert.InRange(exploration.Estimate!.Value, 5.5, 6.5);
    }

    [Fact]
    public void A_replay_that_the_program_does_not_follow_says_so()
    {
        var test = SmallPrograms.Of("one variable, one atomic step each").Test;
        using var exploration = new Exploration(test, _options);
        var whole = exploration.RunOnce(new GuidedStrategy([])).Steps.ConvertAll(step => step.Thread);
        foreach (var (schedule, diverges) in ((List<int>, bool)[])[(whole, false), ([0, 0, 5], true), (whole[..^1], false), ([.. whole, 0], true)])
        {
            var replay = new ReplayStrategy(schedule);
            exploration.RunOnce(replay);
            Assert.Equal(diverges, replay.Diverged);
        }
    }

    [Fact]
    public void A_failure_that_chance_found_is_shrunk_to_the_same_failure_with_the_fewest_preemptions()
    {
        foreach (var name in (string[])["two locks against each other", "a check and then an act", "one who sees it half done"])
        {
            using var exploration = new Exploration(SmallPrograms.Of(name).Test, _options with { Strategy = StrategyKind.Surw });
            var found = exploration.Search()!;
            var shrunk = new Shrinker(exploration).Shrink(found);
            Assert.Equal(found.Failure!.Kind, shrunk.Failure!.Kind);
            Assert.Equal(Shrinker.Shape(found.Failure.Message), Shrinker.Shape(shrunk.Failure.Message));
            Assert.Equal(1, shrunk.Steps.Count(step => step.IsPreemption));
        }
    }

    [Fact]
    public void The_shape_of_a_message_is_the_message_without_its_numbers() =>
        Assert.Equal("thread #: is # and not #", Shrinker.Shape("thread 12: is 3 and not 45"));

    private static List<string> Schedules(Action test, IStrategy strategy)
    {
        var schedules = new List<string>();
        using var exploration = new Exploration(test, _options);
        while (strategy.Begin())
        {
            var execution = exploration.Execute(strategy);
            if (!execution.WasPruned) schedules.Add(Schedule.Write(execution.Steps.Select(step => step.Thread)));
        }
        return schedules;
    }

    private static string Failure(Action test, StrategyKind strategy, ulong seed)
    {
        using var exploration = new Exploration(test, _options with { Strategy = strategy, Seed = seed });
        var failed = exploration.Search()!;
        return $"{exploration.Executions} {exploration.Schedules} {Schedule.Write(failed.Steps.Select(step => step.Thread))}";
    }
}
