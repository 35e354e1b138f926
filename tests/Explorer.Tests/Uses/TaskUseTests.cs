using System.Reflection;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>No correct use of tasks is called wrong, each wrong one is, and for what it is.</summary>
public class TaskUseTests
{
    public static TheoryData<string> Correct => [.. NamesOf(typeof(CorrectTaskUses))];

    public static TheoryData<string, FailureKind[]> Wrong => new()
    {
        { nameof(WrongTaskUses.One_of_two_is_waited_for), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.The_first_is_taken_for_all), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.One_that_is_not_awaited), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.An_update_lost_across_an_await), [FailureKind.Exception] },
        { nameof(WrongTaskUses.Completed_before_the_write), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.A_promise_that_is_kept_twice), [FailureKind.Exception] },
        { nameof(WrongTaskUses.A_promise_that_is_forgotten_when_it_fails), [FailureKind.LostWakeup] },
        { nameof(WrongTaskUses.A_child_that_is_not_attached), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.A_task_of_a_task_whose_inner_is_not_waited_for), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.An_async_void_that_nobody_can_wait_for), [FailureKind.Race, FailureKind.Assertion] },
        { nameof(WrongTaskUses.What_runs_where_a_promise_is_kept), [FailureKind.Deadlock] },
        { nameof(WrongTaskUses.Started_twice), [FailureKind.Exception] },
        { nameof(WrongTaskUses.A_delay_for_synchronisation), [FailureKind.Exception, FailureKind.Sleep] },
    };

    [Theory]
    [MemberData(nameof(Correct))]
    public void A_correct_use_raises_nothing(string name)
    {
        var verdict = Explored(typeof(CorrectTaskUses), name);
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Races);
        Assert.True(verdict.Strength is Strength.Proved or Strength.HeldToBound, verdict.Describe());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_use_fails_for_what_it_is(string name, FailureKind[] kinds)
    {
        var verdict = Explored(typeof(WrongTaskUses), name);
        Assert.True(verdict.Failure is { } failure && kinds.Contains(failure.Kind), verdict.Describe());
    }

    [Fact]
    public void All_wrong_ones_are_looked_at() =>
        Assert.Equal(NamesOf(typeof(WrongTaskUses)), Wrong.Select(row => (string)row[0]).Order());

    private static Verdict Explored(Type type, string name)
    {
        var method = type.GetMethod(name)!;
        var options = new ExploreOptions { Schedules = 20_000 };
        return method.ReturnType == typeof(void) ? Explore.Test(method.CreateDelegate<Action>(), options)
            : Explore.Test(method.CreateDelegate<Func<Task>>(), options);
    }

    private static IEnumerable<string> NamesOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method =>
        method.Name).Order();
}
