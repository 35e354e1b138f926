using System.Text.Json;

namespace Workbook.Examples.Tests.Cli;

public sealed class ListTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Redirected_it_is_a_table_of_plain_text()
    {
        var (exitCode, output, error) = _world.Run("list", "--chapter", "1");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            """
              number  slug            title           kind  done  points
              ------  --------------  --------------  ----  ----  ------
                 101  start-and-join  Start and join  demo  no
                 104  thread-states   Thread states   demo  no

            """.ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public void Json_is_one_array_with_the_promised_fields()
    {
        var (exitCode, output, error) = _world.Run("list", "--json");

        Assert.Equal((0, ""), (exitCode, error));
        using var document = JsonDocument.Parse(output);
        Assert.Equal([101, 104, 205, 206, 207], document.RootElement.EnumerateArray().Select(one => one.GetProperty("number").GetInt32()));
        var coursework = document.RootElement[2];
        Assert.Equal(["number", "slug", "title", "chapter", "kind", "points", "done"], coursework.EnumerateObject().Select(field => field.Name));
        Assert.Equal("ticket-selling", coursework.GetProperty("slug").GetString());
        Assert.Equal("Ticket selling", coursework.GetProperty("title").GetString());
        Assert.Equal(2, coursework.GetProperty("chapter").GetInt32());
        Assert.Equal("coursework", coursework.GetProperty("kind").GetString());
        Assert.Equal(10, coursework.GetProperty("points").GetInt32());
        Assert.False(coursework.GetProperty("done").GetBoolean());
        Assert.Equal("demo", document.RootElement[0].GetProperty("kind").GetString());
    }

    [Fact]
    public void A_demonstration_is_done_once_it_has_run_and_coursework_is_not()
    {
        _world.Run("run", "101");
        _world.Run("run", "205");
        _world.Run("run", "206"); // fails

        using var document = JsonDocument.Parse(_world.Run("list", "--json").Output);
        Assert.Equal([101], document.RootElement.EnumerateArray().Where(one => one.GetProperty("done").GetBoolean()).Select(one => one.GetProperty("number").GetInt32()));
    }

    [Fact]
    public void Json_stays_alone_on_standard_output_when_the_progress_is_damaged()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_world.ProgressPath)!);
        File.WriteAllText(_world.ProgressPath, "{");

        var (exitCode, output, error) = _world.Run("list", "--json");

        Assert.Equal(0, exitCode);
        JsonDocument.Parse(output).Dispose();
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("x")]
    [InlineData("-1")]
    public void A_chapter_that_is_not_there_is_refused(string chapter) =>
        Assert.Equal((2, "", $"--chapter {chapter}: must be one of 1, 2\n"), _world.Run("list", "--chapter", chapter));

    [Fact]
    public void The_overview_shows_each_chapter_and_what_comes_next()
    {
        _world.Run("run", "101");

        var (exitCode, output, _) = _world.Run();

        Assert.Equal(0, exitCode);
        Assert.Contains("1 Threads                  ██████████░░░░░░░░░░ 1 of 2 run, 1 done\n", output);
        Assert.Contains("2 Locks and order          ░░░░░░░░░░░░░░░░░░░░ 0 of 3 run, 0 done\n", output);
        Assert.Contains("Next: 104 Thread states\n", output);
        Assert.Contains("workbook show 104 ", output);
    }

    [Fact]
    public void In_a_terminal_the_table_has_borders()
    {
        using var world = new World { TerminalWidth = 90 };

        Assert.Contains("│    205 │ ticket-selling   │", world.Run("list").Output);
    }

    [Fact]
    public void No_command_writes_an_escape_when_redirected()
    {
        string[][] commands = [[], ["list"], ["list", "--json"], ["show", "205"], ["hint", "205"], ["run", "205"], ["doctor"], ["doctor", "--json"], ["--help"]];

        Assert.All(commands, command => Assert.DoesNotContain('\e', string.Concat(_world.Run(command).Output, _world.Run(command).Error)));
    }
}
