using System.Reflection;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>Right programs as learners write them: none is accused, looked at in the order that a learner gets.</summary>
public class LearnerTests
{
    public static TheoryData<string, string> Programs
    {
        get
        {
            var programs = new TheoryData<string, string>();
            foreach (var type in (Type[])[typeof(GuardedData), typeof(Publication), typeof(HandOff)])
            {
                foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                    programs.Add(type.Name, method.Name);
            }
            return programs;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_right_program_is_not_accused(string type, string name)
    {
        var method = Type.GetType($"{typeof(LearnerTests).Namespace}.{type}")!.GetMethod(name)!;
        var verdict = Explore.Test(method.CreateDelegate<Action>(), new ExploreOptions { Schedules = 3_000 });
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Races);
    }
}
