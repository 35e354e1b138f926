using System.Reflection;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>All right programs of tasks, flow, timers, collections and channels: none is accused, not even of a race.</summary>
public class SecondHalfTests
{
    private static readonly Type[] _types =
        [typeof(CorrectTaskUses), typeof(CorrectCollectionUses), typeof(CorrectChannelUses), typeof(CourseUses)];

    /// <summary>Those that others do not look at already.</summary>
    public static TheoryData<string> Course => [.. MethodsOf(typeof(CourseUses)).Select(method => method.Name)];

    [Fact]
    public void There_are_sixty_and_more() => Assert.InRange(_types.Sum(type => MethodsOf(type).Count()), 60, int.MaxValue);

    [Theory]
    [MemberData(nameof(Course))]
    public void A_right_program_is_not_accused(string name)
    {
        var method = typeof(CourseUses).GetMethod(name)!;
        var options = new ExploreOptions { Schedules = 20_000 };
        var verdict = method.ReturnType == typeof(void) ? Explore.Test(method.CreateDelegate<Action>(), options)
            : Explore.Test(method.CreateDelegate<Func<Task>>(), options);
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Races);
        Assert.True(verdict.Strength is Strength.Proved or Strength.HeldToBound, verdict.Describe());
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
