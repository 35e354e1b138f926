using Workbook.Tests.Support.Snippets;

namespace Workbook.Examples.Tests.Cli;

public sealed class ReplayTests : IDisposable
{
    private const string Source = """
        public static class A
        {
            public static void B()
            {
                var x = 0;
                Thread a = new(() => x++) { Name = "anna" }, b = new(() => x++) { Name = "bert" };
                a.Start(); b.Start(); a.Join(); b.Join();
                if (x != 2) throw new Exception("lost");
            }
        }
        """;

    private readonly World _world = new();
    private readonly SnippetFile _file = new(Source);
    private readonly string _replay;

    public ReplayTests()
    {
        _replay = Path.Combine(_world.Home, "lost.json");
        Assert.Equal(1, _world.Run("explore", _file.Path, "--method", "A.B", "--save", _replay).ExitCode);
    }

    public void Dispose()
    {
        _file.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void It_tells_the_same_each_time()
    {
        var first = _world.Run("replay", _replay);
        Assert.Equal((1, ""), (first.ExitCode, first.Error));
        Assert.Contains("bert", first.Output);
        for (var i = 0; i < 5; i++) Assert.Equal(first, _world.Run("replay", _replay));
    }

    [Fact]
    public void A_program_that_was_built_again_is_noted_and_one_that_goes_another_way_is_refused()
    {
        _file.Build(Source + "\npublic static class C;");
        Assert.Contains("Shop.dll was built again since this was recorded.", _world.Run("replay", _replay).Output);
        _file.Build(Source.Replace("x++", "Interlocked.Increment(ref x)"));
        var (exitCode, output, error) = _world.Run("replay", _replay);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_program_that_is_mended_and_goes_the_same_way_is_said_to_hold()
    {
        _file.Build(Source.Replace("throw new Exception(\"lost\")", "return"));
        var (exitCode, output, error) = _world.Run("replay", _replay);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("This interleaving holds now.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_replay_is_refused_in_one_line()
    {
        var text = Path.Combine(_world.Home, "notes.json");
        foreach (var content in (string[])["", "{}", "[1]", "hello", File.ReadAllText(_replay)[..60]])
        {
            File.WriteAllText(text, content);
            var (exitCode, output, error) = _world.Run("replay", text);
            Assert.Equal((2, ""), (exitCode, output));
            Assert.StartsWith($"{text}: ", error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public void A_replay_of_another_method_or_of_a_file_that_is_gone_is_refused_in_one_line()
    {
        File.WriteAllText(_replay, File.ReadAllText(_replay).Replace("\"method\":\"B\"", "\"method\":\"C\""));
        Assert.Equal((2, "", "no test A.C in Shop.dll\n"), _world.Run("replay", _replay));
        File.Delete(_file.Path);
        Assert.Equal((2, "", $"{_file.Path}: no such file\n"), _world.Run("replay", _replay));
    }

    [Fact]
    public void A_name_that_is_none_is_refused_in_one_line()
    {
        Assert.Equal((2, "", "no replay 12345678; workbook explore writes one when an interleaving fails\n"), _world.Run("replay", "12345678"));
        Assert.Equal((2, "", "replay: which? workbook explore writes one when an interleaving fails\n"), _world.Run("replay"));
        var name = _world.Run("explore", _file.Path, "--method", "A.B").Output.TrimEnd().Split(' ')[^1];
        Assert.Equal((2, "", $"no replay {name}0; did you mean {name}?\n"), _world.Run("replay", name + "0"));
        Assert.Equal((2, "", $"no replay none; there are {name}\n"), _world.Run("replay", "none"));
        Assert.Equal((2, "", $"replay: which? There are {name}\n"), _world.Run("replay"));
        Assert.Equal((2, "", $"{_world.Home}: a directory; name a file in it\n"), _world.Run("replay", _world.Home));
    }

    [Fact]
    public void Waiting_for_a_debugger_says_how_to_attach_and_ends_by_an_interrupt()
    {
        using var world = new World { Cancel = new CancellationToken(canceled: true) };
        var (exitCode, output, error) = world.Run("replay", _replay, "--debug");
        Assert.Equal((130, ""), (exitCode, output));
        Assert.StartsWith($"process {Environment.ProcessId} waits for a debugger", error, StringComparison.Ordinal);
        Assert.EndsWith("\ninterrupted\n", error, StringComparison.Ordinal);
    }
}
