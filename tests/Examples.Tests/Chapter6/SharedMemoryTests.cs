using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.SharedCounters;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class SharedMemoryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("counter-table-");

    private string FileName => Path.Combine(_directory.FullName, "counters");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Run_loses_one_of_two_increments_in_every_run()
    {
        for (var i = 0; i < 3; i++)
        {
            var output = new StringWriter { NewLine = "\n" };
            Demo.Run(new Stage(output), increments: 1);
            var text = Regex.Replace(output.ToString(), @"process +\d+", "process ...");
            text = Regex.Replace(text, @"-{11,}", "-----------"); // as wide as the pids
            text = Regex.Replace(text[..text.IndexOf("2 processes", StringComparison.Ordinal)], " +", " ");
            if (i == 0) await Verify(text.TrimEnd());
            Assert.Contains("2 increments, and the counter went from 0 to 1\n", text);
        }
    }

    [Fact]
    public void Run_counts_what_is_lost()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), increments: 30_000);
        long[] Row(string how) => [.. Regex.Match(output.ToString(), $@"{how} +(\d+) +(\d+) +(\d+)").Groups.Values.Skip(1)
            .Select(group => long.Parse(group.Value, CultureInfo.InvariantCulture))];
        var racing = Row("Read, then Write");
        Assert.Equal(60_000, racing[0]);
        Assert.Equal(60_000, racing[1] + racing[2]);
        Assert.InRange(racing[1], 2, 60_000); // the last two stores follow a load each: 2 is the least
        Assert.Equal([60_000, 60_000, 0], Row("Add"));
    }

    [Fact]
    public void Interrupted_run_ends_in_the_middle_of_counting_and_leaves_nothing()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "workbook-606-*");
        using var interrupt = new CancellationTokenSource();
        var output = new Chapter1.CancellingWriter("the counter went from", interrupt);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Demo.Run(new Stage(output, null, interrupt.Token), increments: 100_000_000));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "workbook-606-*").Except(before));
    }

    [Theory]
    [InlineData("--increments 0", "--increments 0: must be 1 to 100000000")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "606", .. line.Split(' ')]));
    }

    [Fact]
    public void In_a_terminal_the_steps_stand_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "606", "--increments", "10");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ writes 1", output);
    }

    [Fact]
    public void A_new_table_is_zero_and_the_same_for_all_who_open_it()
    {
        using var table = CounterTable.Create(FileName, 3);
        using var other = CounterTable.Open(FileName);
        Assert.Equal((3, 3), (table.Count, other.Count));
        Assert.Equal(0, other.Read(2));
        table.Write(2, 40);
        Assert.Equal(42, other.Add(2, 2));
        Assert.Equal(42, table.Read(2));
        Assert.Equal(0, table.Read(1));
    }

    [Fact]
    public void What_cannot_be_made_or_opened_is_refused()
    {
        Assert.Throws<FileNotFoundException>(() => CounterTable.Open(FileName));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterTable.Create(FileName, 0));
        Assert.False(File.Exists(FileName));
        File.WriteAllText(FileName, "short");
        Assert.Throws<InvalidDataException>(() => CounterTable.Open(FileName));
        Assert.Throws<IOException>(() => CounterTable.Create(FileName, 1));
        Assert.Equal("short", File.ReadAllText(FileName));
        File.WriteAllBytes(FileName, new byte[100]); // without the mark: not finished
        Assert.Throws<InvalidDataException>(() => CounterTable.Open(FileName));
    }

    [Fact]
    public void A_table_that_is_truncated_is_refused()
    {
        CounterTable.Create(FileName, 10).Dispose();
        using (var file = File.OpenWrite(FileName)) file.SetLength(16 + 72);
        Assert.Throws<InvalidDataException>(() => CounterTable.Open(FileName));
    }

    [Fact]
    public void An_index_outside_and_use_after_Dispose_are_refused()
    {
        var table = CounterTable.Create(FileName, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Read(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Add(-1, 1));
        table.Dispose();
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.Read(0));
        Assert.Throws<ObjectDisposedException>(() => table.Write(0, 1));
        Assert.Throws<ObjectDisposedException>(() => table.Add(0, 1));
        Assert.True(File.Exists(FileName));
    }

    [Fact]
    public void Add_loses_nothing_between_processes()
    {
        using var table = CounterTable.Create(FileName, 2);
        using var child = ChildProcess.Start(AddMany, FileName, 50_000);
        Parallel.For(0, 2, _ =>
        {
            for (var i = 0; i < 50_000; i++) table.Add(1, 1);
        });
        child.Join();
        Assert.Null(child.Failure);
        Assert.Equal(150_000, table.Read(1));
    }

    internal static void AddMany(string path, int times)
    {
        using var table = CounterTable.Open(path);
        for (var i = 0; i < times; i++) table.Add(1, 1);
    }
}
