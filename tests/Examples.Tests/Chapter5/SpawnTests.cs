using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.Elsewhere;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class SpawnTests
{
    [Fact]
    public void What_a_child_sets_stays_there_and_what_a_thread_sets_does_not()
    {
        var text = Play(stage => Demo.Run(stage, value: 77, children: 1, upTo: 3));
        var child = Regex.Match(text, @"a child process +(\d+) +1 +77 +1\n");
        var thread = Regex.Match(text, @"a thread +(\d+) +1 +77 +77\n");
        Assert.True(child.Success && thread.Success, text);
        Assert.NotEqual($"{Environment.ProcessId}", child.Groups[1].Value);
        Assert.Equal($"{Environment.ProcessId}", thread.Groups[1].Value);
    }

    [Fact]
    public void The_parts_make_the_whole_and_each_is_added_up_by_another_process()
    {
        var text = Play(stage => Demo.Run(stage, children: 3, upTo: 10));
        var rows = Regex.Matches(text, @"(?m)^ +(\d+) +(\d+) +(\d+) +(\d+)$");
        Assert.Equal(["1 3 6", "4 6 15", "7 10 34"], rows.Select(row => $"{row.Groups[2]} {row.Groups[3]} {row.Groups[4]}"));
        Assert.Equal(3, rows.Select(row => row.Groups[1].Value).Distinct().Count());
        Assert.EndsWith("together 55, as the formula says: 55\n", text);
    }

    [Fact]
    public void A_child_that_fails_is_told_with_its_stack()
    {
        var text = Play(stage => Demo.Run(stage, children: 2, upTo: 10, fail: 2));
        Assert.Contains("1 of 2 children failed\n  System.InvalidOperationException: process ", text);
        Assert.Contains(" dropped 6 to 10\n    at Workbook.Examples.Processes.Elsewhere.Demo.AddUp", text);
        Assert.DoesNotContain("together", text);
    }

    [Fact]
    public void A_child_that_is_not_there_cannot_fail()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (code, output, error) = world.Run("run", "501", "--children", "2", "--fail", "3");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("there is no child 3", error);
    }

    [Fact]
    public void Results_stand_in_the_order_of_the_arguments() =>
        Assert.Equal([1, 4, 9], OneChildEach.Run(number => number * number, [1, 2, 3]));

    [Fact]
    public void No_arguments_no_results() => Assert.Empty(OneChildEach.Run((int number) => number, []));

    [Fact]
    public void All_children_run_at_the_same_time_or_they_would_not_meet()
    {
        var directory = Directory.CreateTempSubdirectory("workbook-test-");
        try { Assert.Equal([true, true], OneChildEach.Run(Meet, [$"{directory.FullName}/a b", $"{directory.FullName}/b a"])); }
        finally { directory.Delete(recursive: true); }
    }

    [Fact]
    public void Every_failure_is_collected_in_order_while_the_others_run_to_their_end()
    {
        var all = Assert.Throws<AggregateException>(() => OneChildEach.Run(FailAsTold, ["throw", "fine", "exit", "throw"]));
        Assert.Collection(all.InnerExceptions,
            first => Assert.True(Assert.IsType<RemoteException>(first).Is<InvalidOperationException>()),
            second => Assert.Equal(7, Assert.IsType<ChildDiedException>(second).Status.Code),
            third => Assert.IsType<RemoteException>(third));
    }

    [Fact]
    public void Cancelling_kills_the_children()
    {
        using var cancel = new CancellationTokenSource();
        var file = Path.GetTempFileName();
        try
        {
            using var watch = new Timer(_ => { if (new FileInfo(file).Length > 0) cancel.Cancel(); }, null, 10, 10);
            Assert.ThrowsAny<OperationCanceledException>(() => OneChildEach.Run(TellAndSleep, [file], cancel.Token));
            Assert.Null(ProcessTable.Find(int.Parse(File.ReadAllText(file))) is { IsAlive: true } child
                && child.ParentId == Environment.ProcessId
                ? child : null);
        }
        finally { File.Delete(file); }
        Assert.ThrowsAny<OperationCanceledException>(() => OneChildEach.Run(number => number, [1],
            new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Misuse_is_told()
    {
        var here = 1;
        Assert.Throws<ArgumentNullException>(() => OneChildEach.Run<int, int>(null!, [1]));
        Assert.Throws<ArgumentNullException>(() => OneChildEach.Run((int number) => number, null!));
        Assert.Throws<ArgumentException>(() => OneChildEach.Run(number => number + here, [1]));
        Assert.Throws<NotSupportedException>(() => OneChildEach.Run((Stream stream) => stream.CanRead, [Stream.Null]));
    }

    private static bool Meet(string files)
    {
        var (mine, other) = (files.Split(' ')[0], Path.Combine(Path.GetDirectoryName(files)!, files.Split(' ')[1]));
        File.WriteAllText(mine, "");
        return SpinWait.SpinUntil(() => File.Exists(other), TimeSpan.FromSeconds(60));
    }

    private static string FailAsTold(string how)
    {
        if (how == "throw") throw new InvalidOperationException("as told");
        if (how == "exit") Environment.Exit(7);
        return how;
    }

    private static int TellAndSleep(string file)
    {
        File.WriteAllText(file, $"{Environment.ProcessId}");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static string Play(Action<Stage> demo)
    {
        var output = new StringWriter();
        demo(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
