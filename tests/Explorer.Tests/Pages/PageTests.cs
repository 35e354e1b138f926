using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Explorer.Tests.Verdicts;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Pages;

/// <summary>What the page of a failure has in it. That it works is for a browser to say: see tests/Pages.Tests.</summary>
public class PageTests
{
    private const int LargestFrame = 300_000, LargestModel = 1_000_000; // letters

    [Theory]
    [MemberData(nameof(WrongPrograms.All), MemberType = typeof(WrongPrograms))]
    public void Each_kind_of_failure_has_a_page(string name, string members, FailureKind kind, string[] words)
    {
        Assert.NotEmpty(words);
        var verdict = Explored.Test(members);
        Assert.Equal(kind, verdict.Failure!.Kind);
        var (page, model) = PageOf(verdict);
        Assert.InRange(page.Length - model.ToJsonString().Length, 1_000, LargestFrame);
        Assert.InRange(model.ToJsonString().Length, 1, LargestModel);
        var steps = model["steps"]!.AsArray();
        var threads = model["threads"]!.AsArray().Count;
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.InRange((int)step!["thread"]!, -1, threads - 1));
        Assert.True(verdict.Failure.Kind == FailureKind.Race || (string?)steps[^1]!["kind"] == "failure", name);
        Assert.All(model["races"]!.AsArray(), race => Assert.True((int)race!["first"]! < (int)race["second"]!));
        if (kind is FailureKind.Deadlock or FailureKind.PartialDeadlock or FailureKind.LostWakeup) Assert.NotEmpty(model["waits"]!.AsArray());
        if (kind == FailureKind.Race) Assert.Single(model["races"]!.AsArray());
    }

    [Fact]
    public void What_holds_has_none() => Assert.Null(Explored.Test("public static void Test() { }").ToHtml());

    [Fact]
    public void Steps_have_their_line_what_changed_and_who_was_interrupted()
    {
        var (_, model) = PageOf(Explored.Test(Timelines.Programs.Tickets));
        Assert.Equal(["main", "w1", "w2"], model["threads"]!.AsArray().Select(thread => (string?)thread!["name"]));
        Assert.Equal([("left", "1"), ("sold", "0")],
            model["variables"]!.AsArray().Select(variable => ((string)variable!["name"]!, (string)variable["value"]!)));

        var steps = model["steps"]!.AsArray();
        var write = steps.First(step => (string?)step!["what"] == "writes left = 0, which was 1")!;
        Assert.Equal((2, 5, "Shop.cs:5"), ((int)write["thread"]!, (int)write["line"]!, (string)write["place"]!));
        Assert.Equal("""{"0":"0"}""", write["values"]!.ToJsonString());
        Assert.Equal(0, (int)write["variable"]!);
        Assert.Single(steps, step => (bool)step!["isPreemption"]!);

        var lines = model["sources"]![0]!["parts"]![0]!["lines"]!.AsArray();
        Assert.Contains("left--;", (string)lines[4]!, StringComparison.Ordinal);
        var last = steps[^1]!;
        Assert.Equal((0, "throws Exception: sold 2, left 0", "failure"), ((int)last["thread"]!, (string)last["what"]!, (string)last["kind"]!));
        Assert.Equal("failed", (string?)last["threads"]!["0"]!["state"]);
    }

    [Fact]
    public void A_deadlock_has_its_circle_first_and_who_holds_what()
    {
        var (_, model) = PageOf(Explored.Test(Timelines.Programs.Philosophers));
        Assert.Equal(2, (int)model["circle"]!);
        Assert.Equal([(1, "second", "2"), (2, "first", "1"), (0, null, "1")], model["waits"]!.AsArray()
            .Select(wait => ((int)wait!["thread"]!, (string?)wait["what"], string.Join(",", wait["for"]!.AsArray()))));

        var threads = new List<string?> { null, null, null };
        var holders = model["locks"]!.AsArray().ToDictionary(one => (string)one!["name"]!, _ => "");
        foreach (var step in model["steps"]!.AsArray())
        {
            foreach (var (thread, stand) in step!["threads"]?.AsObject() ?? []) threads[int.Parse(thread)] = (string?)stand!["why"];
            foreach (var (number, state) in step["locks"]?.AsObject() ?? [])
                holders[(string)model["locks"]![int.Parse(number)]!["name"]!] = string.Join(",", state!["holders"]!.AsArray());
        }
        Assert.Equal(["waits for the end of a", "waits for second, which b holds", "waits for first, which a holds"], threads);
        Assert.Equal(("1", "2"), (holders["first"], holders["second"]));
    }

    [Fact]
    public void A_lock_that_nobody_waits_for_any_more_is_free_and_who_waits_can_go_on()
    {
        var (_, model) = PageOf(Explored.Test("""
            static int n;
            public static void Test()
            {
                n = 0;
                var gate = new object();
                void Work() { lock (gate) n++; }
                Thread a = new(Work) { Name = "a" }, b = new(Work) { Name = "b" };
                a.Start(); b.Start(); a.Join(); b.Join();
                throw new Exception($"{n}");
            }
            """));
        var state = new List<string?> { null, null, null };
        foreach (var step in model["steps"]!.AsArray())
        {
            foreach (var (thread, stand) in step!["threads"]?.AsObject() ?? []) state[int.Parse(thread)] = (string?)stand!["state"];
        }
        Assert.Equal(["failed", "ended", "ended"], state);
        var last = model["steps"]!.AsArray().Last(step => step!["locks"] is not null)!;
        Assert.Equal("""{"0":{"holders":[]}}""", last["locks"]!.ToJsonString());
    }

    [Fact]
    public void Text_of_the_program_stays_text()
    {
        var (page, model) = PageOf(Explored.Test("""
            static string note = "";
            public static void Test()
            {
                note = "";
                Thread a = new(() => note = "</script><b>&\u2028") { Name = "<!-- a" };
                a.Start(); a.Join();
                if (note.Length > 0) throw new Exception("{{model}} </script><script>alert(1)</script> \ud800 '\"");
            }
            """));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.Equal(1, Regex.Count(page, "<!--")); // ours, in the second line
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal("<!-- a", (string?)model["threads"]![1]!["name"]);
        Assert.Contains(model["steps"]!.AsArray(), step => ((string)step!["what"]!).Contains("{{model}} </script><script>alert(1)</script>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_needs_no_other_file_and_begins_with_its_mark()
    {
        var (page, _) = PageOf(Explored.Test(Timelines.Programs.Tickets));
        Assert.StartsWith(Verdict.PageMark, page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"https?:(?!//www\.w3\.org/2000/svg)|@import|url\((?!#)|<link(?! rel=""icon"" href=""data:,"")|\ssrc=", page);
        Assert.DoesNotContain(Path.GetTempPath(), page, StringComparison.Ordinal);
        Assert.Matches("default-src 'none'; img-src data:; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'", page);
    }

    [Fact]
    public void Of_very_many_steps_those_in_the_middle_are_told_in_one_and_the_state_is_right_after_it()
    {
        var (page, model) = PageOf(Explored.Test("""
            static int n, done;
            public static void Test()
            {
                (n, done) = (0, 0);
                void Count() { for (var i = 0; i < 2000; i++) Interlocked.Increment(ref n); Volatile.Write(ref done, 1); }
                Thread a = new(Count) { Name = "a" };
                a.Start();
                if (Volatile.Read(ref done) == 0) a.Join();
                throw new Exception($"{Volatile.Read(ref n)}");
            }
            """, new ExploreOptions { Schedules = 1 }));
        var steps = model["steps"]!.AsArray();
        Assert.InRange(steps.Count, 1_900, 2_010);
        Assert.InRange(page.Length, 1, LargestFrame + LargestModel);
        var leftOut = Assert.Single(steps, step => (string?)step!["kind"] == "left-out")!;
        Assert.Matches("^[0-9,]+ steps are left out here$", (string)leftOut["what"]!);
        var next = (string)steps[steps.IndexOf(leftOut) + 1]!["what"]!;
        var n = model["variables"]!.AsArray().Select(variable => (string?)variable!["name"]).ToList().IndexOf("n");
        Assert.Equal($"changes n from {(string?)leftOut["values"]![$"{n}"]} to", next[..next.LastIndexOf(' ')]);
    }

    private static (string Page, JsonNode Model) PageOf(Verdict verdict)
    {
        var page = verdict.ToHtml()!;
        const string Start = "<script type=\"application/json\" id=\"model\">";
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return (page, JsonNode.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)])!);
    }
}
