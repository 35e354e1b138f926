using System.Reflection;
using Workbook.Examples.Exercises;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Tests.Exercises;

/// <summary>Explores every scenario of every exercise: the right ones hold, the wrong ones fail.</summary>
public sealed class ScenarioTests
{
    private static readonly IEnumerable<MethodInfo> _all = typeof(ScenarioAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
        .Where(method => method.IsDefined(typeof(ScenarioAttribute)))
        .OrderBy(NameOf, StringComparer.Ordinal);

    public static TheoryData<string> Right => Named(fails: false);

    public static TheoryData<string> Wrong => Named(fails: true);

    [Theory]
    [MemberData(nameof(Right))]
    public void It_holds_in_every_schedule_with_at_most_one_preemption(string name)
    {
        var verdict = Explored(name, new ExploreOptions { Strategy = StrategyKind.Bounded, Bound = 1, Time = TimeSpan.FromMinutes(5) });
        Assert.True(verdict.Strength is Strength.Proved or Strength.HeldToBound, $"{verdict}\n{string.Join('\n', verdict.Races)}\n{verdict.Timeline}");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void It_fails_in_some_schedule_and_is_told(string name)
    {
        var verdict = Explored(name, new ExploreOptions { Time = TimeSpan.FromSeconds(30) });
        Assert.True(verdict.Strength == Strength.Failed, $"{verdict}");
        Assert.False(string.IsNullOrEmpty(verdict.Timeline));
    }

    private static Verdict Explored(string name, ExploreOptions options) =>
        Explore.Method(typeof(ScenarioAttribute).Assembly.Location, name, options);

    private static TheoryData<string> Named(bool fails) =>
        [.. _all.Where(method => method.GetCustomAttribute<ScenarioAttribute>()!.Fails == fails).Select(NameOf)];

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
