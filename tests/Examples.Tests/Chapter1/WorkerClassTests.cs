using System.Globalization;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.WorkerClass;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class WorkerClassTests
{
    [Fact]
    public void Each_jukebox_plays_all_its_songs_in_order_in_its_own_column()
    {
        var lines = Output(jukeboxes: 3, songs: 2, plays: 4, lengthMs: 2);
        string[][] songs = [["Greensleeves", "Danny Boy"], ["Auld Lang Syne", "La Paloma"], ["Loch Lomond", "Scarborough Fair"]];
        var events = lines.Skip(1).TakeWhile(line => line.Length > 0).ToList();
        Assert.Equal(3 * 2 * 4, events.Count);
        for (var jukebox = 0; jukebox < 3; jukebox++)
        {
            var column = lines[0].IndexOf($"juke {jukebox + 1}", StringComparison.Ordinal);
            // In this column alone: nothing between the time and it.
            var played = events.Where(line => line.Length > column && line[column] != ' ' && line[8..column].Trim().Length == 0)
                .Select(line => line[column..]);
            Assert.Equal(Enumerable.Range(1, 4).SelectMany(play => songs[jukebox].Select(song => $"{song} {play}/4")), played);
        }
    }

    [Fact]
    public void The_lines_are_in_the_order_of_time()
    {
        var lines = Output(jukeboxes: 4, songs: 1, plays: 10, lengthMs: 1);
        var times = lines.Skip(1).TakeWhile(line => line.Length > 0)
            .Select(line => double.Parse(line[..6], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(40, times.Count);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void The_constructor_runs_on_main_and_Run_on_a_thread_of_each_jukebox()
    {
        var lines = Output(jukeboxes: 3, songs: 1, plays: 1, lengthMs: 1);
        var rows = lines.Where(line => line.Contains("Unstarted")).ToList();
        Assert.Equal(3, rows.Count);
        var made = rows.ConvertAll(row => row.Split("thread ")[1].Split(' ')[0]);
        var ran = rows.ConvertAll(row => row.Split("thread ")[2].Split(' ')[0]);
        Assert.All(made, thread => Assert.Equal($"{Environment.CurrentManagedThreadId}", thread));
        Assert.Equal(3, ran.Distinct().Count());
        Assert.DoesNotContain(made[0], ran);
        Assert.All(rows, row => Assert.EndsWith("Stopped", row));
        Assert.Equal("3 songs begun, 3 played to the end", lines[^1]);
    }

    [Fact]
    public void A_jukebox_runs_once()
    {
        var stage = new Stage(new StringWriter());
        var jukebox = new Jukebox(stage, new Playlist(stage, ["solo"], 20), "solo", ["Sakura"], plays: 2, lengthMs: 0);
        jukebox.Start();
        Assert.True(jukebox.Join(TimeSpan.FromSeconds(10)));
        Assert.Equal(2, jukebox.Played);
        Assert.Throws<InvalidOperationException>(jukebox.Start);
    }

    [Fact]
    public void A_jukebox_needs_a_play_and_no_negative_length()
    {
        var stage = new Stage(new StringWriter());
        var playlist = new Playlist(stage, ["solo"], 20);
        Jukebox Make(int plays, int lengthMs) => new(stage, playlist, "solo", ["Sakura"], plays, lengthMs);
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(plays: 0, lengthMs: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(plays: 1, lengthMs: -1));
    }

    [SkippableFact]
    public void A_cancelled_run_ends_and_leaves_no_jukebox()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads the names of the threads below /proc");
        using var cancel = new CancellationTokenSource();
        var run = WorkerThread.Start("cancelled 102", () =>
            Demo.Run(new Stage(new StringWriter(), cancel: cancel.Token), jukeboxes: 6, lengthMs: 10_000));
        Assert.True(SpinWait.SpinUntil(() => LiveThreads.CountNamed(name => name == "juke 6") == 1, TimeSpan.FromSeconds(10)));
        cancel.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => run.Join(TimeSpan.FromSeconds(10)));
        var all = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal(6, all.Count);
        Assert.All(all, one => Assert.IsType<OperationCanceledException>(one.InnerException));
        LiveThreads.AssertNoneNamed(name => name is "juke 4" or "juke 5" or "juke 6");
    }

    private static List<string> Output(int jukeboxes, int songs, int plays, int lengthMs)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), jukeboxes, songs, plays, lengthMs);
        return [.. output.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n')];
    }
}
