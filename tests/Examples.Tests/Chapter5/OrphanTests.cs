using System.Text.RegularExpressions;
using Workbook.Examples.Processes.LeftAlone;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class OrphanTests
{
    [Fact]
    public void A_child_whose_parent_leaves_gets_another_one()
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, watchMs: 60_000));
        var parent = Regex.Match(text, @"process (\d+), a child of").Groups[1].Value;
        Assert.Contains($"process {parent} has ended: exit code 0\nit is an orphan: ", text);
        Assert.Matches($@"  before +{parent} +\S", text);
        var after = Regex.Match(text, @"  after +(\d+) +\S").Groups[1].Value;
        Assert.NotEqual(parent, after);
        ProcessDemos.AssertGone(Regex.Match(text, @"has a child: process (\d+)").Groups[1].Value);
    }

    [Fact]
    public void A_parent_that_returns_waits_for_its_child()
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, watchMs: 200, @return: true));
        var parent = Regex.Match(text, @"process (\d+), a child of").Groups[1].Value;
        Assert.Contains("after 200 ms it still has its parent, which waits for it\n", text);
        Assert.Matches($@"  before +{parent} +\S", text);
        Assert.Matches($@"  after +{parent} +\S", text);
    }

    [Fact]
    public void A_cancelled_run_leaves_neither_parent_nor_child()
    {
        var text = ProcessDemos.PlayUntil("has a child", stage => Demo.Run(stage, watchMs: 60_000));
        foreach (Match process in Regex.Matches(text, @"process (\d+)"))
            if (process.Groups[1].Value != $"{Environment.ProcessId}") ProcessDemos.AssertGone(process.Groups[1].Value);
    }
}
