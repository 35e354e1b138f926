using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Rewriting;

public sealed class LeftOutTests
{
    private const string Mark = "sealed class NotExploredAttribute : Attribute { }";

    [Fact]
    public void A_method_that_is_marked_does_nothing()
    {
        var verdict = Explored.Test($$"""
            {{Mark}}
            static int _looks;
            [NotExplored] static void Help() { _looks += (int)ThreadPool.CompletedWorkItemCount + 1; }
            public static void Test() { Help(); if (_looks != 0) throw new InvalidTimeZoneException(); }
            """);
        Assert.Equal(Strength.Proved, verdict.Strength);
    }

    [Fact]
    public void The_verdict_says_which_was_left_out()
    {
        var directory = Directory.CreateTempSubdirectory("explored");
        try
        {
            var path = Compiled.Emit($$"""
                using System;
                {{Mark}}
                public static class Shop
                {
                    [NotExplored] static void Help() => throw new InvalidTimeZoneException();
                    public static void Test() => Help();
                }
                """, "shop", directory.FullName);
            var verdict = Explore.Method(path, "Shop.Test");
            Assert.Equal(Strength.Proved, verdict.Strength);
            Assert.Contains("note: Shop.Help is marked as not to be explored", verdict.Describe(), StringComparison.Ordinal);
        }
        finally { directory.Delete(recursive: true); }
    }

    [Fact]
    public void One_with_a_result_cannot_be_marked()
    {
        var refused = Assert.Throws<ProgramException>(() => Explored.Test($$"""
            {{Mark}}
            [NotExplored] static int Help() => 1;
            public static void Test() { Help(); }
            """));
        Assert.Contains("Shop.Help is not to be explored", refused.Message, StringComparison.Ordinal);
    }
}
