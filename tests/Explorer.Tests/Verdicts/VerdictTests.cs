using System.Text.Json;
using Workbook.Explorer.Tests.Timelines;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

public class VerdictTests
{
    [Fact]
    public void What_failed_is_described_with_its_story_and_its_timeline()
    {
        var verdict = Explored.Test(Programs.Tickets);
        var text = verdict.Describe();
        Assert.StartsWith("Failed: main throws Exception: sold 2, left 0 (Shop.cs:16) (exception; 1 preemption, found in "
            + "schedule ", text);
        Assert.Contains(verdict.Story!, text);
        Assert.Contains(verdict.Timeline!, text);
        Assert.Contains("race: Shop.cs:4 and Shop.cs:5 race for Shop.left; it matters here", text);
        Assert.Contains($"schedule {verdict.Replay!.Id}: {verdict.Schedule}", text);
        Assert.EndsWith("not looked at: memory that is weaker than interleavings (store buffers)\n", text);
    }

    [Fact]
    public void What_was_proved_says_how_many_behaviours_there_are()
    {
        var verdict = Explored.Test("""
            static int x;
            public static void Test()
            {
                Thread a = new(() => Interlocked.Increment(ref x)), b = new(() => Interlocked.Increment(ref x));
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """);
        Assert.StartsWith("Proved: all 2 behaviours of this test hold (", verdict.ToString());
        Assert.Null(verdict.Replay);
    }

    [Fact]
    public void As_JSON_it_has_the_fields_that_the_command_promises()
    {
        var verdict = Explored.Test(Programs.Tickets);
        using var json = JsonDocument.Parse(verdict.ToJson());
        var root = json.RootElement;
        string[] promised = ["verdict", "kind", "message", "preemptions", "bound", "schedules", "classes", "firstFailure",
            "seconds", "schedule", "races", "seed"];
        Assert.Equal(promised, root.EnumerateObject().Select(property => property.Name).Take(promised.Length));
        Assert.Equal("Failed", root.GetProperty("verdict").GetString());
        Assert.Equal("exception", root.GetProperty("kind").GetString());
        Assert.Equal(verdict.Schedule, root.GetProperty("schedule").GetString());
        var race = root.GetProperty("races")[0];
        Assert.Equal(["location", "first", "second", "mattersHere"], race.EnumerateObject().Select(property => property.Name));
        Assert.Equal(verdict.Story, root.GetProperty("story").GetString());
        Assert.Equal(verdict.Rows.Count, root.GetProperty("rows").GetArrayLength());
        Assert.Equal(verdict.Replay!.Id, Replay.FromJson(root.GetProperty("replay").GetRawText()).Id);
        Assert.DoesNotContain("\n", verdict.ToJson());
    }

    [Fact]
    public void What_holds_has_no_kind()
    {
        var verdict = Explored.Test("public static void Test() { }");
        using var json = JsonDocument.Parse(verdict.ToJson());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("kind").ValueKind);
        Assert.Equal(1, json.RootElement.GetProperty("classes").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("firstFailure").ValueKind);
    }
}
