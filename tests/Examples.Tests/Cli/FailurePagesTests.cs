using System.Text.Json.Nodes;
using Workbook.Explorer.Verdicts;
using Workbook.Tests.Support.Snippets;

namespace Workbook.Examples.Tests.Cli;

/// <summary><c>--html</c> and <c>--open</c>.</summary>
public sealed class FailurePagesTests : IDisposable
{
    private const string Source = """
        public static class Shop
        {
            public static void Sell()
            {
                var sold = 0;
                Thread a = new(() => sold++) { Name = "anna" }, b = new(() => sold++) { Name = "bert" };
                a.Start(); b.Start(); a.Join(); b.Join();
                if (sold != 2) throw new Exception("lost");
            }
            public static void Close() { }
        }
        """;

    private readonly World _world = new();
    private readonly SnippetFile _shop = new(Source);

    private string Page => Path.Combine(_world.Home, "lost.html");

    public void Dispose()
    {
        _shop.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void A_failure_is_written_as_a_page_and_the_next_one_replaces_it()
    {
        for (var i = 0; i < 2; i++)
        {
            var (exitCode, output, error) = Explore("Shop.Sell", "--html", Page);
            Assert.Equal((1, ""), (exitCode, error));
            Assert.EndsWith($"\npage: {Page}\n", output, StringComparison.Ordinal);
            Assert.Contains("anna", File.ReadAllText(Page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_replay_is_written_as_the_same_page()
    {
        Assert.Equal(1, Explore("Shop.Sell", "--html", Page).ExitCode);
        var explored = File.ReadAllText(Page);
        var id = Assert.Single(Directory.GetFiles(Path.Combine(_world.Home, "work", "replays")));
        var (exitCode, output, error) = _world.Run("replay", id, "--html", Page);
        Assert.Equal((1, ""), (exitCode, error));
        Assert.EndsWith($"\npage: {Page}\n", output, StringComparison.Ordinal);
        Assert.Equal(Model(explored), Model(File.ReadAllText(Page)));
    }

    [Fact]
    public void Where_nothing_fails_there_is_no_page_and_a_line_says_so()
    {
        Assert.EndsWith("\npage: none, since nothing fails\n", Explore("Shop.Close", "--html", Page).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Page));
        Assert.Equal(1, Explore("Shop.Sell", "--html", Page).ExitCode);
        var (exitCode, output, _) = Explore("Shop.Close", "--html", Page);
        Assert.Equal(0, exitCode);
        Assert.EndsWith($"\npage: none, since nothing fails; {Page} is of an earlier run\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_in_one_line_before_anything_runs()
    {
        Assert.Equal((2, "", $"--html {_world.Home}: is a directory; name a file in it\n"), Explore("Shop.Sell", "--html", _world.Home));
        var nowhere = Path.Combine(_world.Home, "no", "lost.html");
        Assert.Equal((2, "", $"--html {nowhere}: there is no directory {Path.GetDirectoryName(nowhere)}\n"), Explore("Shop.Sell", "--html", nowhere));
        File.WriteAllText(Page, "<!DOCTYPE html>\n<p>mine</p>");
        Assert.Equal((2, "", $"--html {Page}: is there already, and is no page of explore's; name another file\n"), Explore("Shop.Sell", "--html", Page));
        Assert.Equal("<!DOCTYPE html>\n<p>mine</p>", File.ReadAllText(Page));
    }

    [SkippableFact]
    public void What_the_system_does_not_let_us_write_is_refused_in_one_line()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the folder is Linux's");
        var (exitCode, output, error) = Explore("Shop.Sell", "--html", "/proc/lost.html");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("--html /proc/lost.html: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Alone_open_takes_a_temporary_file_and_opens_it()
    {
        var opened = new List<string>();
        using var world = new World
        {
            OpenBrowser = path =>
            {
                opened.Add(path);
                return null;
            },
        };
        var (exitCode, output, error) = world.Run("explore", _shop.Path, "--method", "Shop.Sell", "--open");
        var path = Assert.Single(opened);
        try
        {
            Assert.Equal((1, ""), (exitCode, error));
            Assert.EndsWith($"\npage: {path}\n", output, StringComparison.Ordinal);
            Assert.StartsWith(Verdict.PageMark, File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally { File.Delete(path); }
        Assert.Equal(0, world.Run("explore", _shop.Path, "--method", "Shop.Close", "--open").ExitCode);
        Assert.Single(opened);
    }

    [Fact]
    public void Without_a_browser_open_says_so_in_one_line()
    {
        var (exitCode, output, error) = Explore("Shop.Sell", "--html", Page, "--open");
        Assert.Equal((1, $"--open: there is no display; open {Page} in a browser\n"), (exitCode, error));
        Assert.EndsWith($"\npage: {Page}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void As_JSON_the_document_names_the_page()
    {
        var replay = Path.Combine(_world.Home, "lost.json");
        var explored = Explore("Shop.Sell", "--json", "--html", Page, "--save", replay).Output;
        Assert.Equal(Page, (string?)JsonNode.Parse(explored)!["page"]);
        var replayed = _world.Run("replay", replay, "--json", "--html", Page).Output;
        Assert.Equal(Page, (string?)JsonNode.Parse(replayed)!["page"]);
        Assert.Single(replayed.TrimEnd().Split('\n'));
    }

    private (int ExitCode, string Output, string Error) Explore(string method, params string[] options) =>
        _world.Run(["explore", _shop.Path, "--method", method, .. options]);

    private static string Model(string page) => page[page.IndexOf("id=\"model\"", StringComparison.Ordinal)..];
}
