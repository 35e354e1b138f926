using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

/// <summary>What the explorer says of a program.</summary>
internal static class Judged
{
    /// <summary>It finds nothing wrong, and no race.</summary>
    public static void Holds(Action test)
    {
        var verdict = Explore.Test(test, new ExploreOptions { Schedules = 5_000 });
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Races);
    }

    /// <summary>It fails, in one of these ways.</summary>
    public static void Fails(Action test, params FailureKind[] kinds)
    {
        var verdict = Explore.Test(test, new ExploreOptions { Schedules = 20_000 });
        Assert.True(verdict.Failure is { } failure && kinds.Contains(failure.Kind), verdict.Describe());
    }
}
