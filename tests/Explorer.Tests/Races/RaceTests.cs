namespace Workbook.Explorer.Tests.Races;

public class RaceTests
{
    private static readonly ExploreOptions _options = new() { Schedules = 3_000, Time = TimeSpan.FromMinutes(1) };

    [Theory]
    [MemberData(nameof(RacePrograms.All), MemberType = typeof(RacePrograms))]
    internal void What_races_is_found_and_nothing_else(string name, string members, string a, string b, string races)
    {
        Assert.Equal(races, RacesOf(members, a, b, optimize: false));
        Assert.Equal(races, RacesOf(members, a, b, optimize: true));
        Assert.NotEmpty(name);
    }

    private static string RacesOf(string members, string a, string b, bool optimize)
    {
        var test = Compiled.Test($$"""
            class World
            {
                {{members}}
                public void A() { {{a}} }
                public void B() { {{b}} }
            }
            public static void Test()
            {
                var world = new World(); // anew in each execution
                Thread a = new(world.A), b = new(world.B);
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, optimize);
        using var exploration = new Exploration(test, _options);
        Assert.Null(exploration.Search());
        return string.Join(' ', exploration.Races.Found.Select(race => race.Location).Distinct().Order(StringComparer.Ordinal));
    }
}
