using System.Diagnostics;
using Xunit.Abstractions;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Tests of the size of an exercise: three threads, a monitor, some thirty steps.</summary>
public class BridgeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("who is woken does not look again", "never both directions")]
    [InlineData("looks in one section and enters in the next", "never both directions")]
    [InlineData("one car at a time", "two of one direction share it")]
    [InlineData("one is woken, though two may wait", "everybody gets across")]
    public void A_wrong_bridge_fails_with_at_most_two_preemptions(string bridge, string check)
    {
        var test = Bridges.Test(bridge, check);
        Assert.NotNull(Explored(test, $"{bridge}, {check}", new ExploreOptions { Strategy = StrategyKind.Bounded, Bound = 2 }).Failure);
        Assert.NotNull(Explored(test, $"{bridge}, {check}", new ExploreOptions()).Failure);
    }

    [Theory]
    [InlineData("a monitor")]
    [InlineData("one signed number")]
    [InlineData("a light switch")]
    public void A_right_bridge_holds(string bridge)
    {
        foreach (var check in Bridges.Checks)
        {
            var test = Bridges.Test(bridge, check);
            var (failure, bound) = Explored(test, $"{bridge}, {check}", new ExploreOptions { Strategy = StrategyKind.Bounded, Bound = 2, Schedules = 100_000 });
            Assert.True(failure is null && bound == 2);
            Assert.Null(Explored(test, $"{bridge}, {check}", new ExploreOptions()).Failure);
        }
    }

    // By how many executions, and in which time, is printed, and not judged.
    private (object? Failure, int Bound) Explored(Action test, string name, ExploreOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        using var exploration = new Exploration(test, options with { Races = RacePolicy.Report, Time = TimeSpan.FromMinutes(1) });
        var failed = exploration.Search();
        output.WriteLine($"{name}: {options.Strategy}, {(failed is null ? "holds" : failed.Failure!.Kind)}, {exploration.Executions} executions, "
            + $"bound {exploration.Bound}, behaviours {exploration.Behaviours}, {Stopwatch.GetElapsedTime(start).TotalSeconds:f2} s");
        return (failed, exploration.Bound);
    }
}
