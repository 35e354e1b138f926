namespace Workbook.Explorer.Tests.Rewriting;

public class AccessTests
{
    private static readonly ExploreOptions _options = new() { Schedules = 2_000, Time = TimeSpan.FromMinutes(1) };

    [Theory]
    [MemberData(nameof(Accesses.All), MemberType = typeof(Accesses))]
    internal void A_race_is_seen_however_memory_is_touched(string name, string members, string a, string b, string races)
    {
        Assert.Equal($"{name}: {races}", $"{name}: {RacesOf(members, a, b, optimize: false)}");
        Assert.Equal($"{name}: {races}", $"{name}: {RacesOf(members, a, b, optimize: true)}");
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
                var world = new World();
                Thread a = new(world.A), b = new(world.B);
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, optimize);
        using var exploration = new Exploration(test, _options);
        var failed = exploration.Search();
        Assert.True(failed is null, $"{failed?.Failure?.Message} {failed?.Failure?.Exception}");
        return string.Join(' ', exploration.Races.Found.Select(race => race.Location).Distinct().Order(StringComparer.Ordinal));
    }
}
