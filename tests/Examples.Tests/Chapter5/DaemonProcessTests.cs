using System.Text.RegularExpressions;
using Workbook.Examples.Processes.Bound;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class DaemonProcessTests
{
    [Theory]
    [InlineData(false, "SIGKILL", 9)]
    [InlineData(true, "SIGTERM", 15)]
    public void The_daemon_goes_with_its_parent_and_the_other_child_stays(bool ask, string signal, int number)
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, watchMs: 3000, ask: ask));
        Assert.Equal(2, Regex.Count(text, $"parent: killed by signal {number}\n"));
        Assert.Contains("child: gone within ", text);
        Assert.Matches(@"a daemon +\d+ +\d+ +gone *\n", text);
        var row = Regex.Match(text, @"no daemon +(\d+) +(\d+) +still there +(\d+)\n");
        Assert.True(row.Success, text);
        Assert.NotEqual(row.Groups[2].Value, row.Groups[3].Value);
        Assert.Contains($"3000 ms after {signal}", text);
        ProcessDemos.AssertGone(row.Groups[1].Value); // the demo has seen to it
        ProcessDemos.AssertGone(row.Groups[2].Value);
    }

    [Theory]
    [InlineData("has a child, no daemon")]
    [InlineData("has a child, a daemon")]
    public void A_cancelled_run_leaves_neither_parent_nor_child(string at)
    {
        var text = ProcessDemos.PlayUntil(at, stage => Demo.Run(stage, watchMs: 60_000));
        foreach (Match process in Regex.Matches(text, @"process (\d+)")) ProcessDemos.AssertGone(process.Groups[1].Value);
    }
}
