using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

[Collection("small programs")] // they are compiled once, and two explorations of one would share its static fields
public class SourceDporTests
{
    private const int Plain = 2_000; // so many executions by plain search: all of them, for most programs of two threads

    [Theory]
    [MemberData(nameof(SmallPrograms.Holding), MemberType = typeof(SmallPrograms))]
    public void It_sees_the_behaviours_and_final_states_that_plain_search_sees(string name)
    {
        var (program, test) = SmallPrograms.Of(name);
        var plain = Everything(test);
        var reduced = Seen.By(test, () => new SourceDpor());
        Assert.True(plain.IsComplete && reduced.IsComplete);
        Assert.Empty(plain.Failures);
        Assert.Equal(plain.States, reduced.States);
        Assert.Equal(plain.Behaviours, reduced.Behaviours);
        Assert.Equal(reduced.Behaviours.Count, reduced.Executions - reduced.Redundant); // each once
        if (program.Behaviours > 0) Assert.Equal(program.Behaviours, reduced.Behaviours.Count);
    }

    [Theory]
    [MemberData(nameof(SmallPrograms.Failing), MemberType = typeof(SmallPrograms))]
    public void It_finds_a_failure_where_plain_search_does(string name)
    {
        var (_, test) = SmallPrograms.Of(name);
        var plain = Everything(test);
        var reduced = Seen.By(test, () => new SourceDpor());
        Assert.True(plain.IsComplete && reduced.IsComplete);
        Assert.NotEmpty(plain.Failures);
        Assert.Equal(plain.Failures, reduced.Failures);
    }

    // All schedules; where they are too many, those that lead to a state that was not seen before.
    private static Seen Everything(Action test)
    {
        var plain = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything, skipsSeen: false), Plain);
        return plain.IsComplete ? plain : Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything));
    }

    [Theory]
    [MemberData(nameof(SmallPrograms.Holding), MemberType = typeof(SmallPrograms))]
    public void Bounded_search_sees_all_behaviours_too_when_it_leaves_out_what_was_seen(string name)
    {
        var (_, test) = SmallPrograms.Of(name);
        var plain = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything, skipsSeen: true));
        var reduced = Seen.By(test, () => new SourceDpor());
        Assert.Equal(reduced.States, plain.States);
        Assert.Equal(reduced.Behaviours, plain.Behaviours);
    }
}
