namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>The collector moves what programs refer to by its address. Nothing of that is seen.</summary>
[Collection(nameof(Alone))] // it would slow the others down
public class CollectorTests
{
    [Theory]
    [InlineData("static int taken, count;", "ref taken", "count")]                     // static fields of what can be unloaded
    [InlineData("class Box { public int Taken, Count; } static Box box = new();", "ref box.Taken", "box.Count")]
    [InlineData("static readonly int[] cells = new int[2];", "ref cells[0]", "cells[1]")]
    [InlineData("struct Pair { public int Left, Taken; } static Pair pair; static long count;", "ref pair.Taken", "count")]
    public void A_spin_lock_is_the_same_place_wherever_it_lies(string fields, string taken, string count)
    {
        var program = $$"""
            {{fields}}
            public static void Test()
            {
                void Work()
                {
                    for (var i = 0; i < 2; i++)
                    {
                        while (Interlocked.CompareExchange({{taken}}, 1, 0) != 0) _ = new byte[100];
                        {{count}}++;
                        Volatile.Write({{taken}}, 0);
                    }
                }
                Thread a = new(Work), b = new(Work);
                a.Start(); b.Start(); a.Join(); b.Join();
                if ({{count}} != 4) throw new Exception("lost");
            }
            """;
        using var collector = new MovingCollector();
        do
        {
            var verdict = Explored.Test(program, new ExploreOptions { Time = TimeSpan.FromMinutes(2), Schedules = 300 });
            Assert.True(verdict.Failure is null, verdict.Describe());
            Assert.Empty(verdict.Races);
        }
        while (!collector.WasBusy);
    }
}
