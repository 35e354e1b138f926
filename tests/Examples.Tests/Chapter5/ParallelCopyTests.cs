using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Spectre.Console;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.TreeCopying;
using Workbook.Examples.Tests.Demos;
using Workbook.Tests.Support.Leaks;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class ParallelCopyTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("workbook-test-").FullName;

    public void Dispose() => TreeRemoval.Remove(_home);

    private string Here(string name) => Path.Combine(_home, name);

    private string Source(params (string Name, int Length)[] files)
    {
        foreach (var (name, length) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Here($"source/{name}"))!);
            File.WriteAllBytes(Here($"source/{name}"), new byte[length]);
        }
        return Here("source");
    }

    private static string Run(string from = "", string to = "", int workers = 2, int pauseMs = 0, bool kill = false,
        Stage? stage = null)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(stage ?? new Stage(output), from, to, workers, pauseMs, kill);
        return output.ToString();
    }

    [Fact]
    public void The_sources_of_the_program_are_copied_and_what_is_printed_adds_up()
    {
        var sources = SampleTree.Sources();
        Assert.NotNull(sources); // the tests run in a checkout

        var output = Run();

        var plan = CopyPlan.Read(sources, Here("copy"));
        var rows = Regex.Matches(output, @"^ +(?<process>\d+) +(?<files>\d+) +(?<bytes>\d+) +(?<share>[\d.]+)$",
            RegexOptions.Multiline);
        Assert.InRange(rows.Count, 1, 2);
        Assert.Equal(plan.Files.Count, Sum(rows, "files"));
        Assert.Equal(plan.TotalBytes, Sum(rows, "bytes"));
        Assert.InRange(Sum(rows, "share"), 99.8, 100.2);
        Assert.Contains($"all        [####################]  100 %   {plan.TotalBytes:N0} of {plan.TotalBytes:N0} bytes", output);
        Assert.Contains($"{plan.Files.Count} of {plan.Files.Count} files", output);
        var names = plan.Files.Count + plan.Directories.Count - 1 + plan.Links.Count;
        Assert.Contains($"compared by this process alone: {names} names, 0 of them different", output);
    }

    [Fact]
    public void What_was_copied_stays_if_it_was_asked_for_and_is_not_written_over()
    {
        var source = Source(("a", 10), ("b c/d", 100_000));
        Run(source, Here("copy"));
        Assert.Empty(TreeComparison.Of(source, Here("copy")).Different);

        var refused = Assert.Throws<BadOptionException>(() => Run(source, Here("copy")));
        Assert.Equal(("--to", $"{Here("copy")} is there already, and nothing is written over"),
            (refused.Option, refused.Message));
        Assert.Equal("--from", Assert.Throws<BadOptionException>(() => Run(Here("missing"), Here("other"))).Option);
    }

    [Fact]
    public void Outside_of_a_checkout_there_is_something_to_copy_too()
    {
        var made = SampleTree.Make(Here("made"));
        var plan = CopyPlan.Read(made, Here("copy"));
        Assert.Equal((60, 8, 1), (plan.Files.Count, plan.Directories.Count, plan.Links.Count));
    }

    [Fact]
    public void A_killed_worker_is_told_and_its_file_is_there_all_the_same()
    {
        var output = Run(Source(("a", 300_000), ("b", 10)), Here("copy"), workers: 1, pauseMs: 100, kill: true);
        Assert.Matches(@"\nprocess \d+ died \(killed by signal 9\); its file was begun again by another one\n", output);
        Assert.Contains(" names, 0 of them different", output);
    }

    [Fact]
    public void In_a_terminal_the_percentages_are_painted_over()
    {
        var output = new StringWriter { NewLine = "\n" };
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        Run(Source(("a", 300_000)), Here("copy"), workers: 1, pauseMs: 60, stage: new Stage(output, terminal));

        var text = output.ToString();
        Assert.Matches(@"worker 1   \[#{4} {16}\]   22 %   a ", text); // 65,536 of 300,000
        Assert.Matches(@"worker 1   \[#{20}\]  100 %   a ", text);
        Assert.Contains("\e[2F", text); // back over two lines
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void A_file_that_cannot_be_read_is_told_in_one_line_and_nothing_is_left()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "gives up rights with a command of Linux");
        var source = Source(("a", 100_000), ("secret", 10));
        File.SetUnixFileMode(Here("source/secret"), UnixFileMode.None);
        // Root may read everything: so not as root.
        string[] through = Environment.UserName == "root" ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        using (var can = Process.Start("setsid", [.. through, "test", "-r", typeof(Demo).Assembly.Location]))
        {
            can.WaitForExit();
            Skip.If(can.ExitCode != 0, "another user cannot read the program");
        }

        var traces = new RunTraces();
        foreach (var folder in (string[])[_home, LeakCheckedFramework.Current.Traces.TempFolder, traces.TempFolder,
            traces.SharedFolder, $"{traces.SharedFolder}/home"])
            File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, (UnixFileMode)0x1ff); // for the other user

        using var demo = new DemoProcess(traces, through, ["run", "510", "--from", source, "--to", Here("copy")]);

        Assert.Equal(1, demo.EndAndAssertNothingLeft());
        Assert.Equal($"secret was not copied: Access to the path '{source}/secret' is denied.\n", demo.Error);
        Assert.Equal(["source"], Names());
    }

    [SkippableFact]
    public void A_full_disk_is_told_in_one_line_and_nothing_is_left()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "mounts a small file system");
        var source = Source(("a", 700_000), ("b", 700_000), ("c", 10));
        var disk = Directory.CreateDirectory(Here("disk")).FullName;
        // In a name space of its own, which takes the mount with it when it ends.
        const string Script = """
            mount -t tmpfs -o size=1m none "$1" || exit 77
            disk=$1; shift; "$@"; code=$?; echo "left: $(ls -A "$disk" | wc -l)"; exit $code
            """;
        string[] space = Environment.UserName == "root" ? ["unshare", "-m"] : ["unshare", "-rm"];
        using (var can = Process.Start(space[0], [space[1], "sh", "-c", Script, "sh", disk, "true"]))
        {
            can.WaitForExit();
            Skip.If(can.ExitCode != 0, "a file system cannot be mounted here");
        }

        using var demo = new DemoProcess(new RunTraces(), [.. space, "sh", "-c", Script, "sh", disk],
            ["run", "510", "--from", source, "--to", $"{disk}/copy"]);

        Assert.Equal(1, demo.EndAndAssertNothingLeft());
        Assert.Matches(@"^[ab] was not copied: No space left on device : '/.*/\.copy\.copying/[ab]'\n$", demo.Error);
        Assert.EndsWith("left: 0\n", demo.Output);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Interrupted_in_the_middle_of_a_file_it_leaves_nothing(bool wholeGroup)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks for processes below /proc");
        using var demo = new DemoProcess("run", "510", "--from", Source(("a", 300_000), ("b", 300_000)), "--to", Here("copy"),
            "--pause", "1000ms");
        demo.Await(() => File.Exists(Here(".copy.copying/a")));

        demo.Send(DemoProcess.Interrupt, wholeGroup);

        Assert.Equal(130, demo.EndAndAssertNothingLeft());
        Assert.Equal("interrupted\n", demo.Error);
        Assert.Equal(["source"], Names());
    }

    [SkippableFact]
    public void What_is_left_by_a_copy_that_was_killed_does_not_disturb_the_next_one()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks for processes below /proc");
        var source = Source(("a", 300_000), ("b", 300_000));
        string[] arguments = ["run", "510", "--from", source, "--to", Here("copy")];
        using (var demo = new DemoProcess([.. arguments, "--pause", "1000ms"]))
        {
            demo.Await(() => File.Exists(Here(".copy.copying/a")));
            demo.Send(DemoProcess.Kill);
            Assert.True(SpinWait.SpinUntil(() => !demo.Traces.Processes().Any(), 30_000)); // the workers end with it
        }
        Assert.Equal([".copy.copying", ".copy.copying.lock", "source"], Names());

        using (var demo = new DemoProcess([.. arguments, "--pause", "0ms"])) Assert.Equal(0, demo.EndAndAssertNothingLeft());
        Assert.Equal(["copy", "source"], Names());
        Assert.Empty(TreeComparison.Of(source, Here("copy")).Different);
    }

    private IEnumerable<string> Names() =>
        Directory.GetFileSystemEntries(_home).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static double Sum(MatchCollection rows, string column) =>
        rows.Sum(row => double.Parse(row.Groups[column].Value, CultureInfo.InvariantCulture));
}
