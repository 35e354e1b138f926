using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

public class SourceDporTests
{
    private static readonly ExploreOptions _unlimited = new() { Schedules = int.MaxValue, Time = TimeSpan.FromMinutes(1) };

    [Theory]
    [MemberData(nameof(SmallPrograms.All), MemberType = typeof(SmallPrograms))]
    public void It_sees_the_behaviours_that_plain_search_sees(string name, string program, int behaviours)
    {
        var everything = new CountsClasses(new BoundedSearch(int.MaxValue));
        using var plain = new Exploration(Compiled.Test(program), _unlimited);
        Assert.Null(plain.Run(everything, out var isComplete));
        Assert.True(isComplete, name);

        var reduced = new SourceDpor();
        using var exploration = new Exploration(Compiled.Test(program), _unlimited);
        Assert.Null(exploration.Run(reduced, out isComplete));
        Assert.True(isComplete, name);
        Assert.Equal(behaviours, everything.Classes.Count);
        Assert.Equal(everything.Classes.Order(), reduced.Classes.Order());
    }

    [Theory]
    [MemberData(nameof(SmallPrograms.TooManySchedulesForPlainSearch), MemberType = typeof(SmallPrograms))]
    public void It_sees_each_behaviour_once(string name, string program, int behaviours)
    {
        using var exploration = new Exploration(Compiled.Test(program), _unlimited);
        var reduced = new SourceDpor();
        Assert.Null(exploration.Run(reduced, out var isComplete));
        Assert.True(isComplete, name);
        Assert.Equal(behaviours, reduced.Classes.Count);
        Assert.Equal(behaviours, exploration.Schedules);
    }

    private sealed class CountsClasses(IStrategy inner) : IStrategy
    {
        public HashSet<ulong> Classes { get; } = [];

        public bool Begin() => inner.Begin();

        public ControlledThread? Choose(Execution execution, ControlledThread? last) => inner.Choose(execution, last);

        public void End(Execution execution)
        {
            Classes.Add(new HappensBefore(execution).ClassHash());
            inner.End(execution);
        }
    }
}
