using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.Genealogy;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class ProcessTreeTests
{
    private static ProcessInfo Process(int id, int parent) => new()
    {
        Id = id,
        ParentId = parent,
        GroupId = 1,
        SessionId = 1,
        State = 'S',
        Name = $"p{id}",
        CommandLine = "",
        UserTime = TimeSpan.Zero,
        SystemTime = TimeSpan.Zero,
        ResidentBytes = 0,
        Threads = 1,
        StartTicks = 0,
        StartTime = default,
    };

    [Fact]
    public void The_run_shows_one_of_each_kind_and_leaves_none()
    {
        var result = WorkbookProcess.Run("run", "511", "--time", "100ms");
        Assert.Equal((0, ""), (result.Status.Code, result.Error));
        var rows = Regex.Matches(result.Output, @"(?m)^ +(\d+) +(\d+)  ([A-Z]) +\d+ % +[\d.]+ +(\d+)  (.+)$")
            .Select(match => (Id: int.Parse(match.Groups[1].Value), Parent: int.Parse(match.Groups[2].Value), State: match.Groups[3].Value,
                Threads: int.Parse(match.Groups[4].Value), Command: match.Groups[5].Value)).ToList();
        Assert.Equal(8, rows.Count);
        Assert.Equal(result.ProcessId, rows[0].Id);
        Assert.Equal(5, rows.Count(row => row.Parent == result.ProcessId));
        Assert.Single(rows, row => row is { Command: "sh -c while :; do :; done" });
        var parent = Assert.Single(rows, row => row.Command.StartsWith("sh -c sleep"));
        Assert.Equal(["sleep 600", "sleep 601"], rows.Where(row => row.Parent == parent.Id).Select(row => row.Command).Order());
        Assert.Single(rows, row => row is { State: "T", Command: "sleep 602" });
        Assert.Single(rows, row => row is { State: "Z", Command: "[true]", Threads: 1 });
        Assert.Single(rows.Skip(1), row => row.Threads > 5);
        foreach (var row in rows) Assert.Matches($@"(?m)^  [│├└─ ]*\S+ \({row.Id}\) {row.State}$", result.Output);
        Assert.EndsWith($"all ended and reaped: 0 processes left below {result.ProcessId}\n", result.Output);
    }

    [Fact]
    public void Another_root_is_drawn_and_one_that_is_not_there_is_refused()
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), timeMs: 10, root: Environment.ProcessId);
        Assert.Contains($" ({Environment.ProcessId}) ", output.ToString());
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", "--root: there is no process 2147483647\n"), world.Run("run", "511", "--root", "2147483647"));
    }

    [Fact]
    public void The_picture_has_a_stem_for_each_that_goes_on()
    {
        var table = new List<(int, ProcessInfo)>
        {
            (0, Process(1, 0)), (1, Process(2, 1)), (2, Process(3, 2)), (3, Process(4, 3)), (2, Process(5, 2)), (1, Process(6, 1)), (2, Process(7, 6)),
        };
        Assert.Equal(
            ["p1 (1) S", "├─ p2 (2) S", "│  ├─ p3 (3) S", "│  │  └─ p4 (4) S", "│  └─ p5 (5) S", "└─ p6 (6) S", "   └─ p7 (7) S"],
            TreePicture.Of(table));
    }

    [Fact]
    public void Ctrl_C_ends_the_whole_family() =>
        WorkbookProcess.Interrupt(below => below.Any(process => process.State == 'T') && below.Count >= 6, "run", "511", "--time", "60s");
}
