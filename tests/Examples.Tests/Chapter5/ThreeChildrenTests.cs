using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.Triplets;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class ThreeChildrenTests
{
    [Fact]
    public void Each_ends_in_its_own_way_and_is_joined_in_the_order_that_was_asked_for()
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, join: "sleep, beans, eat", stepMs: 1));
        Assert.Equal(["sleep: exit code 1", "beans: exit code 3", "eat: exit code 0"],
            Regex.Matches(text, "joined (.*)").Select(match => match.Groups[1].Value.TrimEnd()));
        var me = Environment.ProcessId;
        Assert.Matches($@"  eat +\d+ +{me} +is full +0 *\n", text);
        Assert.Matches($@"  sleep +\d+ +{me} +sleeps +1 +do not wake me *\n", text);
        Assert.Matches($@"  beans +\d+ +{me} +hits the beans, 3 +3 *\n", text);
        var hits = Regex.Matches(text, @"s  beans: hits the beans, (\d)");
        Assert.Equal(["1", "2", "3"], hits.Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Who_is_killed_has_the_signal_for_a_code()
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, stepMs: 1, kill: "sleep"));
        Assert.Contains("joined sleep: killed by signal 9", text);
        Assert.Contains("joined eat: exit code 0", text);
    }

    [Fact]
    public void A_cancelled_run_leaves_no_child()
    {
        var text = ProcessDemos.PlayUntil("eat: eats", stage => Demo.Run(stage, stepMs: 10_000));
        Assert.DoesNotContain("joined", text);
        Assert.DoesNotContain(Workbook.Ipc.Processes.ChildProcess.ActiveChildren(),
            child => child.Name is "eat" or "sleep" or "beans");
    }

    [Theory]
    [InlineData("--join", "eat,sleep")]
    [InlineData("--join", "eat,sleep,beans,eat")]
    [InlineData("--kill", "nobody")]
    public void Nonsense_is_refused(string option, string value)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (code, output, error) = world.Run("run", "502", option, value);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(option, error);
    }
}
