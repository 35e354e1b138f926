using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

/// <summary>Two threads do the same and fail of one race; beside it is another that is harmless.</summary>
public class RaceJudgeTests
{
    private const string RunTwo = "Thread a = new(Work), b = new(Work); a.Start(); b.Start(); a.Join(); b.Join();";

    // Name, members, the races that matter, those that do not.
    public static TheoryData<string, string, string, string> Programs => new()
    {
        { "a harmless write before", $$"""
            static int left, looks;
            public static void Test() { left = 2; {{RunTwo}} if (left != 0) throw new Exception(); }
            static void Work() { looks = 1; left--; }
            """, "Shop.left", "Shop.looks" },
        { "a harmless write after", $$"""
            static int left, looks;
            public static void Test() { left = 2; {{RunTwo}} if (left != 0) throw new Exception(); }
            static void Work() { left--; looks = 1; }
            """, "Shop.left", "Shop.looks" },
        { "a harmless count on both sides", $$"""
            static int left, hits;
            public static void Test() { left = 2; {{RunTwo}} if (left != 0) throw new Exception(); }
            static void Work() { hits++; left--; hits++; }
            """, "Shop.left", "Shop.hits" },
        { "a harmless flag between the check and the act", $$"""
            static int left, sold;
            static bool isOpen;
            public static void Test() { (left, sold) = (1, 0); {{RunTwo}} if (sold != 1) throw new Exception(); }
            static void Work()
            {
                if (left == 0) return;
                isOpen = true;
                left--;
                Interlocked.Increment(ref sold);
            }
            """, "Shop.left", "Shop.isOpen" },
        { "somebody looks on", """
            static int left;
            public static void Test()
            {
                left = 2;
                int done = 0, seen = -1;
                void Work() { left--; done = 1; }
                Thread a = new(Work), b = new(Work), c = new(() => seen = done);
                a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join();
                if (left != 0) throw new Exception();
            }
            """, "Shop.left", "done" },
        { "an object that is made twice, and who was last", $$"""
            static object box;
            static int last, made;
            public static void Test() { (box, made) = (null, 0); {{RunTwo}} if (made != 1) throw new Exception(); }
            static void Work()
            {
                last = Environment.CurrentManagedThreadId;
                if (box is null) { Interlocked.Increment(ref made); box = new object(); }
                last = 0;
            }
            """, "Shop.box", "Shop.last" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_race_that_the_failure_needs_matters_and_the_one_beside_it_does_not(
        string name, string program, string harmful, string harmless)
    {
        var verdict = Explored.Test(program);
        Assert.True(FailureKind.Exception == verdict.Failure?.Kind, name);
        Assert.True(verdict.Races.Any(race => race.MattersHere && race.Location == harmful), verdict.Describe());
        Assert.True(verdict.Races.Any(race => race.Location == harmless), verdict.Describe());
        Assert.False(verdict.Races.Any(race => race.MattersHere && race.Location == harmless), verdict.Describe());
    }
}
