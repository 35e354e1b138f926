using System.Diagnostics;
using Workbook.Explorer.Strategies;
using Xunit.Abstractions;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Partial-order reduction against plain search, where what waits is tasks.</summary>
[Collection("small async programs")] // they are compiled once, and two explorations of one would share its static fields
public class AsyncDporTests(ITestOutputHelper output)
{
    private const int Plain = 3_000; // so many executions by plain search

    [Theory]
    [MemberData(nameof(SmallAsyncPrograms.Holding), MemberType = typeof(SmallAsyncPrograms))]
    public void It_sees_the_behaviours_and_final_states_that_plain_search_sees(string name)
    {
        var (program, test) = SmallAsyncPrograms.Of(name);
        var reduced = Seen.By(test, () => new SourceDpor());
        var plain = Everything(test);
        output.WriteLine($"reduced {reduced.Executions} executions, {reduced.Redundant} redundant, {reduced.Behaviours.Count} "
            + $"behaviours, {reduced.States.Count} states");
        Assert.True(reduced.IsComplete);
        Assert.Empty(plain.Failures);
        Assert.Empty(reduced.Failures);
        Assert.Equal(plain.States, reduced.States);
        Assert.Equal(plain.Behaviours, reduced.Behaviours);
        Assert.Equal(reduced.Behaviours.Count, reduced.Executions - reduced.Redundant); // each once
        if (program.Behaviours > 0) Assert.Equal(program.Behaviours, reduced.Behaviours.Count);
    }

    [Theory]
    [MemberData(nameof(SmallAsyncPrograms.Failing), MemberType = typeof(SmallAsyncPrograms))]
    public void It_finds_a_failure_where_plain_search_does(string name)
    {
        var (_, test) = SmallAsyncPrograms.Of(name);
        var reduced = Seen.By(test, () => new SourceDpor());
        var plain = Everything(test);
        Assert.True(reduced.IsComplete);
        Assert.NotEmpty(plain.Failures);
        Assert.Equal(plain.Failures, reduced.Failures);
    }

    [Fact]
    public void Same_seed_same_counts_and_schedules_in_another_process() =>
        Assert.Equal(Outcomes.AllAsync(), OtherProcess.Run("async"));

    // All schedules; where they are too many, those that lead to a state that was not seen before.
    private Seen Everything(Action test)
    {
        var start = Stopwatch.GetTimestamp();
        var plain = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything, skipsSeen: false), Plain);
        var all = plain.IsComplete ? plain : Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything));
        output.WriteLine($"{(plain.IsComplete ? "plain" : "skips")} {all.Executions} executions, {all.Behaviours.Count} behaviours, "
            + $"{all.States.Count} states, {Stopwatch.GetElapsedTime(start).TotalSeconds:f1} s");
        Assert.True(all.IsComplete);
        return all;
    }
}
