using System.Text.RegularExpressions;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.FileLocks;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class FileLockTests : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"append-log-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    private static string Run(int writers = 2, int entries = 50)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), writers, entries, patienceMs: 5);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    // Pids are as wide as they are, and the columns move with them.
    private static string WithoutPids(string text)
    {
        var lines = text.Split('\n').Where(line => !line.StartsWith("  ---", StringComparison.Ordinal));
        return string.Join('\n', lines.Select(line => Regex.Replace(Regex.Replace(line, @"\(\d+\)", "(pid)"), " {2,}", "  ").TrimEnd()));
    }

    [Fact]
    public async Task The_halves()
    {
        var text = Run();
        await Verify(WithoutPids(text[..text.IndexOf("2 processes append", StringComparison.Ordinal)].TrimEnd()));
    }

    [Fact]
    public void Without_a_lock_it_is_torn_every_time()
    {
        for (var round = 0; round < 3; round++)
        {
            var output = new StringWriter();
            try { new Halves(new Stage(output), _path, patienceMs: 5).PlayTorn(); }
            finally { File.Delete(_path); }
            Assert.Contains("2 lines, 2 of them TORN", output.ToString());
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    public void The_long_run_loses_nothing(int writers, int entries)
    {
        var lines = Run(writers, entries).Split('\n');
        Assert.Equal($"{writers * entries} lines: 0 torn or out of order, 0 missing", lines[^1]);
        Assert.Equal(writers, lines.Count(line => Regex.IsMatch(line, $@"^  writer \d+ \(\d+\) +{entries} ")));
    }

    [Fact]
    public void The_audit_sees_what_is_wrong()
    {
        string[] lines =
            ["writer 1: entry 1 . end", "writer 2: enwriter 1: entry 2 .. end", "try 1 . end", "writer 1: entry 3 ... end"];
        Assert.Equal("4 lines: 3 torn or out of order, 3 missing", LongRun.Audit(lines, writers: 2, entries: 2));
        Assert.Equal("1 lines: 0 torn or out of order, 0 missing", LongRun.Audit([lines[0]], writers: 1, entries: 1));
    }

    [Fact]
    public void Run_that_is_interrupted_cleans_up()
    {
        static string[] Directories() => Directory.GetDirectories(Path.GetTempPath(), "workbook-611-*");
        var before = Directories();
        using var source = new CancellationTokenSource();
        var output = new StringWriter();
        var run = WorkerThread.Start("run", () => Assert.ThrowsAny<OperationCanceledException>(() =>
            Demo.Run(new Stage(output, cancel: source.Token), patienceMs: 10_000)), background: true);
        Assert.True(SpinWait.SpinUntil(() => Directories().Except(before).Any(), _bound));
        source.Cancel();
        Assert.True(run.Join(_bound));
        Assert.Empty(Directories().Except(before));
    }

    [Theory]
    [InlineData("--writers 0", "--writers 0: must be 1 to 16")]
    [InlineData("--entries 0", "--entries 0: must be 1 to 100000")]
    [InlineData("--patience 0ms", "--patience 0ms: must be 1ms to 10s")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var (exitCode, output, error) = world.Run(["run", "611", .. line.Split(' ')]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(refusal, error);
    }

    [Fact]
    public void In_a_terminal_the_steps_stand_in_a_table_with_borders()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "611", "--entries", "5", "--patience", "5ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ writes the first half", output);
    }

    // From here on: the class of the coursework.

    [Fact]
    public void Entries_come_back_in_their_order()
    {
        using var log = new AppendLog(_path);
        Assert.Empty(log.Entries());
        log.Append("first");
        log.Append("");
        log.Append("drittens: Äpfel");
        Assert.Equal(["first", "", "drittens: Äpfel"], log.Entries());
        using var same = new AppendLog(_path);
        Assert.True(same.TryAppend("fourth", TimeSpan.Zero));
        Assert.Equal(4, log.Entries().Count);
        Assert.Throws<ArgumentException>(() => log.Append("two\nlines"));
        Assert.Equal("first\n\ndrittens: Äpfel\nfourth\n", File.ReadAllText(_path));
    }

    [Theory]
    [InlineData("whole\nhal", "whole\n")]
    [InlineData("hal", "")]
    [InlineData("", "")]
    [InlineData("whole\n", "whole\n")]
    public void What_a_dead_writer_left_is_cut_off(string before, string whole)
    {
        File.WriteAllText(_path, before);
        using var log = new AppendLog(_path);
        Assert.Equal(whole.Split('\n', StringSplitOptions.RemoveEmptyEntries), log.Entries());
        Assert.Equal(before, File.ReadAllText(_path)); // a reader changes nothing
        log.Append("next");
        Assert.Equal($"{whole}next\n", File.ReadAllText(_path));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5_000)]
    public void The_end_is_found_behind_a_long_torn_entry(int length)
    {
        File.WriteAllText(_path, $"whole\n{new string('x', length)}");
        using var log = new AppendLog(_path);
        log.Append("next");
        Assert.Equal(["whole", "next"], log.Entries());
    }

    [Fact]
    public void While_another_one_holds_the_lock_nothing_is_appended()
    {
        using var other = new FileLock(_path);
        using var log = new AppendLog(_path);
        using (other.Hold())
        {
            Assert.False(log.TryAppend("x", TimeSpan.Zero));
            Assert.False(log.TryAppend("x", _short));
            Assert.Throws<OperationCanceledException>(() => log.Append("x", new CancellationToken(canceled: true)));
            Assert.Throws<OperationCanceledException>(() => log.Entries(new CancellationToken(canceled: true)));
            using var source = new CancellationTokenSource(_short);
            Assert.Throws<OperationCanceledException>(() => log.Append("x", source.Token));
        }
        Assert.Empty(log.Entries());
        Assert.True(log.TryAppend("x", TimeSpan.Zero));
    }

    private static void AppendForEver(string path)
    {
        using var log = new AppendLog(path);
        for (var number = 1; ; number++) log.Append($"{number}");
    }

    [Fact]
    public void A_writer_that_is_killed_anywhere_leaves_whole_entries_and_a_free_lock()
    {
        using var log = new AppendLog(_path);
        using (var child = ChildProcess.Start(AppendForEver, _path))
        {
            Assert.True(SpinWait.SpinUntil(() => log.Entries().Count > 100, _bound));
            child.Kill();
            child.Join();
        }
        Assert.True(log.TryAppend("after", TimeSpan.Zero));
        var entries = log.Entries();
        Assert.Equal([.. Enumerable.Range(1, entries.Count - 1).Select(number => $"{number}"), "after"], entries);
    }
}
