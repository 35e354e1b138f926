using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.ThreadStates;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class ThreadStatesTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public void Every_state_is_seen_on_a_real_thread()
    {
        Skip.IfNot(Directory.Exists("/proc/self/task"), "needs the kernel's letters");
        var rows = Rows(Play(stage => Demo.Run(stage, busy: 2, timeMs: 20, everyMs: 1)), columns: 9);

        Assert.Equal(["unstarted", "computes 1", "computes 2", "sleeps", "locked out", "joins", "reads", "finished"], rows.Keys);
        var looks = rows["unstarted"].New;
        foreach (var (name, row) in rows)
        {
            Assert.Equal(looks, row.New + row.Ready + row.Running + row.Waiting + row.Ended);
            Assert.Equal(name == "unstarted" ? ("Unstarted", "new") : ("Stopped", "ended"), (row.Platform, row.State));
            if (name != "unstarted") Assert.Equal(1, row.New); // the look before the start
            if (name != "unstarted") Assert.True(row.Ended >= 1);
        }
        Assert.All(["computes 1", "computes 2"], name => Assert.True(rows[name].Running >= 1 && rows[name].Waiting < looks));
        Assert.All(["sleeps", "locked out", "joins", "reads"], name => Assert.True(rows[name].Waiting >= 1));
        Assert.True(rows["finished"].Ended >= 2);
    }

    [SkippableFact]
    public void A_thread_in_a_system_call_waits_for_the_kernel_and_runs_for_the_platform()
    {
        Skip.IfNot(Directory.Exists("/proc/self/task"), "needs the kernel's letters");
        var output = Play(stage => Demo.Run(stage, busy: 1, timeMs: 20, everyMs: 1));
        var told = Regex.Match(output, @"reads: waiting in (\d+) looks, and in (\d+) of them the platform called it Running");
        Assert.True(told.Success && int.Parse(told.Groups[2].Value) >= 1, output);
        Assert.Equal(Rows(output, columns: 9)["reads"].Waiting, int.Parse(told.Groups[1].Value));
    }

    [Fact]
    public void Without_proc_the_platform_alone_is_asked_and_it_says_so()
    {
        var output = Play(stage => Demo.Run(stage, busy: 1, timeMs: 20, everyMs: 1, noProc: true));
        var rows = Rows(output, columns: 8);
        var looks = rows["unstarted"].New;
        foreach (var row in rows.Values) Assert.Equal(looks, row.New + row.Running + row.Waiting + row.Ended);
        Assert.All(["sleeps", "locked out", "joins"], name => Assert.True(rows[name].Waiting >= 1));
        Assert.All(["computes 1", "reads"], name => Assert.True(rows[name].Running >= 1 && rows[name].Waiting == 0));
        Assert.Contains("only the platform was asked", output);
    }

    [Fact]
    public void Every_way_begins_new_and_ends_where_the_thread_is()
    {
        var output = Play(stage => Demo.Run(stage, busy: 1, timeMs: 20, everyMs: 1));
        Assert.Matches(@"\n  unstarted +new\n", output);
        foreach (var name in (string[])["computes 1", "sleeps", "locked out", "joins", "reads", "finished"])
            Assert.Matches($@"\n  {name} .*new > .*ended( \(\d+ changes\))?\n", output);
    }

    [Theory]
    [InlineData(new[] { Seen.New }, "new")]
    [InlineData(new[] { Seen.New, Seen.Runnable, Seen.Ended }, "new > ready? > ended")]
    [InlineData(new[] { Seen.New, Seen.Ready, Seen.Running, Seen.Ready, Seen.Running, Seen.Ready, Seen.Running, Seen.Ended },
        "new > ready > running > ready > running > ... > ended (7 changes)")]
    public void A_long_way_is_shortened(Seen[] path, string shown) => Assert.Equal(shown, Picture.Way(path));

    [SkippableFact]
    public void The_kernel_knows_a_thread_until_it_ends()
    {
        Skip.IfNot(Directory.Exists("/proc/self/task"), "needs /proc");
        KernelThread? self = null;
        var go = new ManualEvent();
        var worker = WorkerThread.Start("known", () => { self = KernelThread.OfThisThread(); go.Wait(_bound); });
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref self)?.Read()?.Letter == 'S', _bound));
        go.Set();
        Assert.True(worker.Join(_bound));
        Assert.True(SpinWait.SpinUntil(() => self!.Read() is null, _bound));
    }

    [SkippableFact]
    public void A_cancelled_demo_leaves_no_thread_behind()
    {
        Skip.IfNot(Directory.Exists("/proc/self/task"), "looks for the threads below /proc");
        using var cancel = new CancellationTokenSource();
        var stage = new Stage(new StringWriter(), cancel: cancel.Token);
        var demo = WorkerThread.Start("demo 104", () => Demo.Run(stage, busy: 1, timeMs: 60_000));
        Assert.True(SpinWait.SpinUntil(() => Names().Contains("reads"), _bound));
        cancel.Cancel();

        var failed = Assert.Throws<WorkerFailedException>(() => Assert.True(demo.Join(_bound), "it did not end"));
        // The demo joins 'sleeps', which may have ended by it first.
        var cause = failed.InnerException is WorkerFailedException sleeps ? sleeps.InnerException : failed.InnerException;
        Assert.IsAssignableFrom<OperationCanceledException>(cause);
        string[] its = ["computes 1", "sleeps", "locked out", "joins", "reads"];
        Assert.True(SpinWait.SpinUntil(() => !Names().Intersect(its).Any(), _bound), string.Join(", ", Names()));
    }

    private static List<string> Names() => [.. Directory.EnumerateDirectories("/proc/self/task").Select(Name)];

    private static string Name(string directory)
    {
        try { return File.ReadAllText($"{directory}/comm").Trim(); }
        catch (IOException) { return ""; } // ended meanwhile
    }

    // The first table: no cell of it is empty. Without /proc there is one column for ready and running.
    private static Dictionary<string, Row> Rows(string output, int columns) => output.Split('\n').Skip(2)
        .TakeWhile(line => line.Length > 0).Select(line => Regex.Split(line.Trim(), " {2,}"))
        .ToDictionary(cells => cells[0], cells =>
        {
            Assert.Equal(columns, cells.Length);
            var ready = columns == 9 ? int.Parse(cells[5]) : 0;
            return new Row(cells[1], cells[3],
                int.Parse(cells[4]), ready, int.Parse(cells[^3]), int.Parse(cells[^2]), int.Parse(cells[^1]));
        });

    private static string Play(Action<Stage> demo)
    {
        var output = new StringWriter();
        demo(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n");
    }

    private sealed record Row(string Platform, string State, int New, int Ready, int Running, int Waiting, int Ended);
}
