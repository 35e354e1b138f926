using System.Text.RegularExpressions;
using Workbook.Examples.Processes.ClassAsProcess;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class WorkerProcessClassTests
{
    [Fact]
    public void The_fields_travel_there_and_nothing_travels_back()
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, jukeboxes: 2, plays: 2, lengthMs: 1));
        var rows = Regex.Matches(text, @"juke \d +process (\d+) +process (\d+) +4 +0\n");
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal($"{Environment.ProcessId}", row.Groups[1].Value));
        Assert.Equal(3, rows.Select(row => row.Groups[2].Value).Append($"{Environment.ProcessId}").Distinct().Count());

        var first = Regex.Matches(text, @"(?m)^(\w.*/2)$").Select(match => match.Groups[1].Value);
        var second = Regex.Matches(text, @"(?m)^ {22}(\w.*/2)$").Select(match => match.Groups[1].Value);
        Assert.Equal(["Greensleeves 1/2", "Danny Boy 1/2", "Greensleeves 2/2", "Danny Boy 2/2"], first);
        Assert.Equal(["Auld Lang Syne 1/2", "La Paloma 1/2", "Auld Lang Syne 2/2", "La Paloma 2/2"], second);
    }

    [Fact]
    public void A_field_that_cannot_travel_is_named()
    {
        var text = ProcessDemos.Play(stage => Demo.Run(stage, broken: true));
        Assert.StartsWith("juke 1 was not started: The field Neighbour of Jukebox: ", text);
        Assert.Single(text.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_cancelled_run_leaves_no_child()
    {
        ProcessDemos.PlayUntil("Greensleeves 1/2", stage => Demo.Run(stage, lengthMs: 10_000));
        Assert.DoesNotContain(Workbook.Ipc.Processes.ChildProcess.ActiveChildren(), child => child is Jukebox);
    }

    [Fact]
    public void A_jukebox_that_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Jukebox("solo", [], plays: 0, lengthMs: 0, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Jukebox("solo", [], plays: 1, lengthMs: -1, null!));
    }
}
