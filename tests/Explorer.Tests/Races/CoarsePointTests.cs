using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Races;

/// <summary>Only places that are raced for are scheduling points: see Exploration.cs. With all places as points the verdict is
/// the same, after more schedules.</summary>
public class CoarsePointTests
{
    private static readonly ExploreOptions _options = new() { Schedules = 20_000, Time = TimeSpan.FromMinutes(2) };

    // What two threads do with a new object, and what must hold in the end.
    public static TheoryData<string, string, string, string> Programs => new()
    {
        { "one place", "x++;", "x++;", "x == 2" },
        { "one place, and all is well", "lock (g) x++;", "lock (g) x++;", "x == 2" },
        { "two places, of which the second is raced for only if the first was seen", "x = 1; y = 1;", "if (x == 1) y++;",
            "y != 0" },
        { "a place that is only reached between two others", "if (x == 0) { y = 1; x = 1; }",
            "if (x == 1 && y == 1) z = 1; else { x = 2; y = 2; }", "!(z == 1 && y == 2)" },
        { "one behind a lock that hides it in most schedules", "x = 1; lock (g) z = 1;",
            "var seen = false; lock (g) seen = z == 1; if (!seen) x = 2;", "x == 1" },
        { "one that is hidden, and the failure needs both", "y = 1; lock (g) z = 1;",
            "var seen = false; lock (g) seen = z == 1; if (!seen) { y = 2; x = y; }", "x != 1" },
        { "a flag and what it announces", "x = 1; isThere = true;", "if (isThere) y = x + 1;", "y is 0 or 2" },
        { "a flag in the wrong order", "isThere = true; x = 1;", "if (isThere) y = x + 1;", "y is 0 or 2" },
        { "check, then act", "if (x == 0) { z++; x = 1; }", "if (x == 0) { z++; x = 1; }", "z == 1" },
        { "a copy of two fields that belong together", "p.A = 1; p.B = 1;", "var copy = p; y = copy.A - copy.B;", "y == 0" },
        { "elements", "a[0] = 1; a[1] = 1;", "if (a[1] == 1) y = a[0]; else y = 1;", "y == 1" },
        { "elements in the wrong order", "a[1] = 1; a[0] = 1;", "if (a[1] == 1) y = a[0]; else y = 1;", "y == 1" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_verdict_is_that_of_all_places_as_points(string name, string a, string b, string holds)
    {
        var (coarse, fine) = (Explore(a, b, holds, all: false), Explore(a, b, holds, all: true));
        Assert.Equal(fine, coarse);
        Assert.True(fine.Failure is not null || fine.IsProved, name);
    }

    private static (FailureKind? Failure, string Races, bool IsProved) Explore(string a, string b, string holds, bool all)
    {
        using var exploration = new Exploration(Compiled.Test($$"""
            struct Pair { public int A, B; }
            class World
            {
                public int x, y, z;
                public volatile bool isThere;
                public Pair p;
                public int[] a = new int[2];
                public readonly object g = new();
                public void A() { {{a}} }
                public void B() { {{b}} }
                public bool Holds() => {{holds}};
            }
            public static void Test()
            {
                var world = new World();
                Thread a = new(world.A), b = new(world.B);
                a.Start(); b.Start(); a.Join(); b.Join();
                if (!world.Holds()) throw new Exception();
            }
            """), _options with { AllArePoints = all });
        var failed = exploration.Search();
        // Which races show before a failure does is chance; that they show is not.
        var races = exploration.Races.Found.Select(race => race.Location).Distinct().Order(StringComparer.Ordinal);
        return (failed?.Failure!.Kind, failed is null ? string.Join(' ', races) : "", exploration.Behaviours is not null);
    }
}
