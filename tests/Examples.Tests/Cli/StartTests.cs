using System.Text.Json;
using System.Xml.Linq;

namespace Workbook.Examples.Tests.Cli;

/// <summary><c>start</c>, and the project that it makes.</summary>
public sealed class StartTests : IDisposable
{
    private readonly World _world = new() { Catalogue = World.WithAssigned };

    private string Folder => Path.Combine(_world.Home, "work", "801-counter");

    public void Dispose() => _world.Dispose();

    [Fact]
    public void It_copies_the_starter_and_what_is_given_and_says_how_to_go_on()
    {
        Assert.Equal((0, $"""
            801 Counter is in {Folder}
              Counter.cs               yours to write
              Given/                   what it uses: INumbers.cs

              workbook show 801        what to do
              workbook check 801       is it right?
              workbook watch           checks at every save

            """.ReplaceLineEndings("\n"), ""), _world.Run("start", "801"));

        Assert.Equal(Answers.Starter, File.ReadAllText(_world.CounterPath()));
        Assert.Contains("interface INumbers", File.ReadAllText(Path.Combine(Folder, "Given", "INumbers.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_checks_or_of_the_answers_is_in_the_folder()
    {
        _world.Run("start", "counter");
        Assert.Equal(["Counter.cs", "INumbers.cs"], Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Once_started_existing_work_is_left_as_it_is()
    {
        _world.Answer("// mine");
        var (exitCode, output, error) = _world.Run("start", "801");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith($"801 Counter is started already, in {Folder}\n  Counter.cs               is left as it is\n", output, StringComparison.Ordinal);
        Assert.Equal("// mine", File.ReadAllText(_world.CounterPath()));
    }

    [Fact]
    public void A_generated_file_that_was_lost_is_made_again()
    {
        _world.Answer("// mine");
        Directory.Delete(Path.Combine(Folder, "Given"), recursive: true);
        File.Delete(Path.Combine(Folder, "801-counter.csproj"));
        Assert.Equal(0, _world.Run("start", "801").ExitCode);
        Assert.True(File.Exists(Path.Combine(Folder, "801-counter.csproj")));
        Assert.True(File.Exists(Path.Combine(Folder, "Given", "INumbers.cs")));
    }

    [Fact]
    public void Another_folder_can_be_named_and_is_remembered()
    {
        var elsewhere = Path.Combine(_world.Home, "else where", "counting");
        Assert.Equal(0, _world.Run("start", "801", "--to", elsewhere).ExitCode);
        Assert.True(File.Exists(Path.Combine(elsewhere, "Counter.cs")));
        Assert.False(Directory.Exists(Folder));

        Assert.Contains($"started already, in {elsewhere}\n", _world.Run("start", "801").Output, StringComparison.Ordinal);
        Assert.Contains("is the starter", _world.Run("reset", "801").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        var file = Path.Combine(_world.Home, "notes.txt");
        File.WriteAllText(file, "mine");
        Assert.Equal((2, "", $"{file}: is a file; name a directory with --to\n"), _world.Run("start", "801", "--to", file));
        Assert.Equal((2, "", "--to: name a directory\n"), _world.Run("start", "801", "--to", " "));
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.False(File.Exists(_world.ProgressPath));
    }

    [SkippableFact]
    public void A_folder_that_cannot_be_written_is_told_in_one_line()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the folder is Linux's, where not even root can write");
        var (exitCode, output, error) = _world.Run("start", "801", "--to", "/proc/counter");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("/proc/counter: cannot be written: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("104", "104 thread-states is a demonstration, there is nothing to write: workbook run 104")]
    [InlineData("205", "205 ticket-selling has no checks yet: run it, workbook run 205")]
    [InlineData("80", "no exercise 80; did you mean 801 counter?")]
    [InlineData("conter", "no exercise conter; did you mean 801 counter?")]
    public void What_cannot_be_started_is_told(string name, string line)
    {
        foreach (var command in (string[])["start", "check", "watch", "reset", "solution"])
            Assert.Equal((2, "", line + "\n"), _world.Run(command, name));
        Assert.False(Directory.Exists(Path.Combine(_world.Home, "work")));
    }

    [Fact]
    public void Without_a_name_it_asks_which() =>
        Assert.Equal((2, "", "start: which exercise? Name it by number or slug: workbook start 205\n"), _world.Run("start"));

    [Fact]
    public void What_editors_read_is_valid_and_its_paths_lead_somewhere()
    {
        _world.Run("start", "801");

        var project = XDocument.Load(Path.Combine(Folder, "801-counter.csproj"));
        var hint = project.Descendants("HintPath").Single().Value;
        Assert.True(File.Exists(Path.GetFullPath(hint, Folder)), hint);
        XDocument.Load(Path.Combine(Folder, "Directory.Build.props"));

        using var launch = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, ".vscode", "launch.json")));
        foreach (var one in launch.RootElement.GetProperty("configurations").EnumerateArray())
        {
            Assert.Equal("coreclr", one.GetProperty("type").GetString());
            if (one.GetProperty("request").GetString() == "attach") continue;
            var program = one.GetProperty("program").GetString()!.Replace("${workspaceFolder}", Folder, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.GetFullPath(program)), program);
            var directory = one.GetProperty("cwd").GetString()!.Replace("${workspaceFolder}", Folder, StringComparison.Ordinal);
            Assert.Equal(_world.Home, Path.GetFullPath(directory));
        }

        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "Properties", "launchSettings.json")));
        foreach (var profile in settings.RootElement.GetProperty("profiles").EnumerateObject())
        {
            var directory = profile.Value.GetProperty("workingDirectory").GetString()!.Replace("$(ProjectDir)", Folder, StringComparison.Ordinal);
            Assert.Equal(_world.Home, Path.GetFullPath(directory));
        }
    }

    [Fact]
    public void Elsewhere_an_editor_still_finds_the_work_of_the_learner()
    {
        var elsewhere = Path.Combine(_world.Home, "a", "b", "c");
        _world.Run("start", "801", "--to", elsewhere);

        using var launch = JsonDocument.Parse(File.ReadAllText(Path.Combine(elsewhere, ".vscode", "launch.json")));
        var first = launch.RootElement.GetProperty("configurations")[0];
        var directory = first.GetProperty("cwd").GetString()!.Replace("${workspaceFolder}", elsewhere, StringComparison.Ordinal);
        Assert.Equal(_world.Home, Path.GetFullPath(directory));
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(elsewhere, "Properties", "launchSettings.json")));
        var profile = settings.RootElement.GetProperty("profiles").EnumerateObject().First().Value;
        Assert.Equal(_world.Home, Path.GetFullPath(
            profile.GetProperty("workingDirectory").GetString()!.Replace("$(ProjectDir)", elsewhere, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_project_builds_and_what_reset_puts_aside_is_no_part_of_it()
    {
        _world.Answer("this was never C#");
        Assert.Equal(0, _world.Run("reset", "801").ExitCode);
        // Not what is around the tests: the SDK's own restore has nothing to fetch for a project without packages.
        var start = new System.Diagnostics.ProcessStartInfo("dotnet",
            ["build", "-v", "q", "-nologo", "-p:UseSharedCompilation=false", "-nodeReuse:false", Folder])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Folder,
        };
        // What the SDK puts among the temporary files, and leaves there, goes with the test's own folder.
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = Directory.CreateDirectory(Path.Combine(_world.Home, "tmp")).FullName;
        using var build = System.Diagnostics.Process.Start(start)!;
        using var late = new Timer(_ => build.Kill(entireProcessTree: true), null, TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, output);
    }
}
