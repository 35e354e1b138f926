using Workbook.Explorer.Strategies;
using Workbook.Explorer.Tests.Scheduling;

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

    [Fact]
    public void What_races_is_found_while_the_collector_moves_everything()
    {
        using var collector = new MovingCollector();
        do
        {
            foreach (var row in RacePrograms.All.Where(row => IsOfAddresses((string)row[0])))
                Assert.Equal(row[4], RacesOf((string)row[1], (string)row[2], (string)row[3], optimize: false));
        }
        while (!collector.WasBusy);

        static bool IsOfAddresses(string name) => name is "a static field by its address" or "atomic on fields of a struct"
            or "a reference kept while forty others are taken" or "one element, once through a span"
            or "one field of a struct in an array" or "static fields of two types made of one, by their addresses";
    }

    [Theory]
    [InlineData("_ = Volatile.Read(ref x);", "Volatile.Write(ref x, 1); x = 2;")]
    [InlineData("Volatile.Write(ref x, 1);", "Volatile.Write(ref x, 2); _ = x;")]
    [InlineData("Volatile.Write(ref x, 1);", "Volatile.Write(ref x, 2); x = 3;")]
    [InlineData("_ = x;", "x = 2;")]
    [InlineData("x = 1;", "_ = x;")]
    public void A_race_is_found_in_whatever_order_the_accesses_come(string a, string b)
    {
        foreach (var (first, second) in ((string, string)[])[(a, b), (b, a)])
        {
            using var exploration = new Exploration(Program("int x;", first, second, optimize: false), _options);
            exploration.RunOnce(new GuidedStrategy([])); // all of the first, then all of the second
            Assert.Equal("World.x", Names(exploration));
        }
    }

    private static string RacesOf(string members, string a, string b, bool optimize)
    {
        using var exploration = new Exploration(Program(members, a, b, optimize), _options);
        Assert.Null(exploration.Search());
        return Names(exploration);
    }

    private static string Names(Exploration exploration) =>
        string.Join(' ', exploration.Races.Found.Select(race => race.Location).Distinct().Order(StringComparer.Ordinal));

    private static Action Program(string members, string a, string b, bool optimize) => Compiled.Test($$"""
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
}
