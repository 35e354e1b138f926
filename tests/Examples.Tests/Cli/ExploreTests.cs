using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Tests.Support.Snippets;

namespace Workbook.Examples.Tests.Cli;

public sealed class ExploreTests : IDisposable
{
    private const string Source = """
        namespace Shop;

        public static class Tests
        {
            private static readonly object _till = new();

            public static void Locked()
            {
                var sold = 0;
                void Sell() { lock (_till) sold++; }
                Thread w1 = new(Sell) { Name = "w1" }, w2 = new(Sell) { Name = "w2" };
                w1.Start(); w2.Start(); w1.Join(); w2.Join();
                if (sold != 2) throw new Exception("a sale is lost");
            }

            public static void Unlocked()
            {
                var sold = 0;
                void Sell() => sold++;
                Thread w1 = new(Sell) { Name = "w1" }, w2 = new(Sell) { Name = "w2" };
                w1.Start(); w2.Start(); w1.Join(); w2.Join();
                if (sold != 2) throw new Exception("a sale is lost");
            }

            private static int _x, _y;

            public static void Buffered()
            {
                bool first = false, second = false;
                Thread w1 = new(() => { Volatile.Write(ref _x, 1); first = Volatile.Read(ref _y) == 0; }) { Name = "w1" };
                Thread w2 = new(() => { Volatile.Write(ref _y, 1); second = Volatile.Read(ref _x) == 0; }) { Name = "w2" };
                w1.Start(); w2.Start(); w1.Join(); w2.Join();
                if (first && second) throw new Exception("nobody saw the other");
            }

            public static void With(int n) { }
            public void Instance() { }
            public static void Socket() => new System.Net.Sockets.TcpClient("localhost", 80);
            public static void Child() => System.Diagnostics.Process.Start("true");
            public static void Long()
            {
                var x = 0;
                void Count() { for (var i = 0; i < 6; i++) Interlocked.Increment(ref x); }
                var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Count)).ToList();
                threads.ForEach(thread => thread.Start());
                threads.ForEach(thread => thread.Join());
            }
            public static void Quits() => Environment.Exit(7);
            public static void Dies() => Environment.FailFast("now");
            public static void Asks() => Console.ReadLine();
            public static void Stuck() => System.Text.RegularExpressions.Regex.IsMatch(new string('a', 90) + "!", "^(a+)+$");
            public static void Endless() { while (true) { } }
            public static void Deep() => Deeper(1);
            static int Deeper(int n) => n == 0 ? 0 : Deeper(n + 1) + 1;
            public static void Sometimes()
            {
                var file = Path.Combine(Path.GetDirectoryName(Environment.GetEnvironmentVariable("WORKBOOK_SNIPPET"))!, "count");
                var count = File.Exists(file) ? File.ReadAllText(file).Length : 0;
                File.WriteAllText(file, new string('x', count + 1));
                if (count % 2 == 1) throw new Exception("sometimes");
            }
        }
        """;

    private readonly World _world = new();
    private readonly SnippetFile _shop = new(Source.Replace("public void Instance", "public static void Hidden") + "\npublic class Other { public void Instance() { } }");

    public void Dispose()
    {
        _shop.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void What_holds_is_told_in_a_line_and_ends_with_0()
    {
        var (exitCode, output, error) = Explore("Shop.Tests.Locked");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("Proved", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_world.Home, "work", "replays")));
    }

    [Fact]
    public void What_fails_is_told_step_by_step_and_kept_and_can_be_run_again()
    {
        var (exitCode, output, error) = Explore("Shop.Tests.Unlocked");
        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("a sale is lost", output);
        Assert.Contains("\n  19 ", output);
        var again = output.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("again: workbook replay ", again, StringComparison.Ordinal);

        var id = again.Split(' ')[^1];
        (exitCode, var told, error) = _world.Run("replay", id);
        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("\n  19 ", told);
        Assert.Equal((1, told, ""), _world.Run("replay", Path.Combine(_world.Home, "work", "replays", $"{id}.replay.json")));
    }

    [Fact]
    public void The_same_failure_is_kept_once_and_that_of_another_build_beside_it()
    {
        var first = Kept(Explore("Shop.Tests.Unlocked").Output);
        Assert.Equal(first, Kept(Explore("Shop.Tests.Unlocked").Output));
        _shop.Build(Source.Replace("public void Instance", "public static void Changed"));
        Assert.Equal($"{first}-2", Kept(Explore("Shop.Tests.Unlocked").Output));
    }

    [Fact]
    public void It_is_kept_where_it_is_said_and_what_is_there_is_left_alone()
    {
        var file = Path.Combine(_world.Home, "lost.json");
        Assert.Contains($"again: workbook replay {file}", Explore("Shop.Tests.Unlocked", "--save", file).Output);
        Assert.Equal(1, _world.Run("replay", file).ExitCode);
        Assert.Equal((2, "", $"--save {file}: is there already; name a file that is not\n"), Explore("Shop.Tests.Unlocked", "--save", file));
        var nowhere = Path.Combine(_world.Home, "no", "lost.json");
        Assert.Equal((2, "", $"--save {nowhere}: there is no directory {Path.GetDirectoryName(nowhere)}\n"),
            Explore("Shop.Tests.Unlocked", "--save", nowhere));
    }

    [Fact]
    public void As_JSON_there_is_one_document_the_same_each_time_but_for_the_seconds()
    {
        var first = Json(Explore("Shop.Tests.Unlocked", "--json", "--schedules", "1000").Output);
        Assert.Equal("Failed", (string?)first["verdict"]);
        Assert.Equal("exception", (string?)first["kind"]);
        Assert.Equal(1, (int?)first["preemptions"]);
        Assert.NotNull((string?)first["kept"]);
        var second = Json(Explore("Shop.Tests.Unlocked", "--json", "--schedules", "1000").Output);
        first["seconds"] = 0;
        second["seconds"] = 0;
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal("Proved", (string?)Json(Explore("Shop.Tests.Locked", "--json").Output)["verdict"]);
    }

    [Theory]
    [InlineData("Shop.Tests.Socket", "System.Net.Sockets.TcpClient")]
    [InlineData("Shop.Tests.Child", "System.Diagnostics.Process.Start")]
    [InlineData("Shop.Tests.Quits", "System.Environment.Exit")]
    [InlineData("Shop.Tests.Dies", "System.Environment.FailFast")]
    [InlineData("Shop.Tests.Asks", "System.Console.ReadLine")]
    public void What_is_not_controlled_is_refused_by_name_and_line_with_3(string method, string use)
    {
        var (exitCode, output, error) = Explore(method);
        Assert.Equal((3, ""), (exitCode, output));
        Assert.StartsWith("refused: ", error, StringComparison.Ordinal);
        Assert.Contains($"\n  {use}", error);
        Assert.Contains("Shop.cs:", error);

        (exitCode, output, _) = Explore(method, "--json");
        Assert.Equal((3, "refused"), (exitCode, (string?)Json(output)["kind"]));
    }

    [Theory]
    [InlineData("Shop.Tests.Unloked", "no method Shop.Tests.Unloked in Shop.dll; did you mean Shop.Tests.Unlocked?")]
    [InlineData("Unlocked", "no method Unlocked in Shop.dll; did you mean Shop.Tests.Unlocked?")]
    [InlineData("shop.tests.unlocked", "no method shop.tests.unlocked in Shop.dll; did you mean Shop.Tests.Unlocked?")]
    [InlineData("Xyzzy.Qwertz.Plugh", "no method Xyzzy.Qwertz.Plugh in Shop.dll; workbook explore PATH lists those that it has")]
    [InlineData("Shop.Tests.With", "Shop.Tests.With: has parameters; a test has none")]
    [InlineData("Shop.Other.Instance", "Shop.Other.Instance: is an instance method; a test is static")]
    public void A_method_that_is_none_is_refused_in_one_line(string method, string refusal) =>
        Assert.Equal((2, "", refusal.Replace("PATH", _shop.Path) + "\n"), Explore(method));

    [Fact]
    public void Without_a_method_those_that_there_are_are_named() =>
        Assert.Equal((2, "", "--method: which one? Shop.Tests.Asks; Shop.Tests.Buffered; Shop.Tests.Child; Shop.Tests.Deep; Shop.Tests.Dies; Shop.Tests.Endless; Shop.Tests.Hidden; "
            + "Shop.Tests.Locked; Shop.Tests.Long; Shop.Tests.Quits; Shop.Tests.Socket; Shop.Tests.Sometimes; Shop.Tests.Stuck; Shop.Tests.Unlocked\n"),
            _world.Run("explore", _shop.Path));

    [Fact]
    public void An_endless_loop_and_endless_recursion_are_failures_like_others()
    {
        var (exitCode, output, error) = Explore("Shop.Tests.Endless");
        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("livelock", output);
        (exitCode, output, error) = Explore("Shop.Tests.Deep");
        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("InsufficientExecutionStack", output);
    }

    [Fact]
    public void A_test_that_does_not_do_the_same_twice_is_refused_with_3()
    {
        Environment.SetEnvironmentVariable("WORKBOOK_SNIPPET", _shop.Path);
        var (exitCode, output, error) = Explore("Shop.Tests.Sometimes");
        Assert.Equal((3, ""), (exitCode, output));
        Assert.Contains("does not do the same twice", error);
    }

    [Fact]
    public void What_is_stuck_in_code_that_is_not_controlled_is_told_with_its_thread_and_line_and_ends_with_3()
    {
        using var command = new CommandProcess(_world.Home, "explore", _shop.Path, "--method", "Shop.Tests.Stuck");
        var (exitCode, error) = command.End();
        Assert.Equal(3, exitCode);
        Assert.Matches("^Nothing has moved for 10 s: main .* control(, called from Shop.cs:[0-9]+)?[.]\n$", error);
    }

    [SkippableFact]
    public void A_reader_that_leaves_early_does_not_change_the_end()
    {
        Skip.If(OperatingSystem.IsWindows(), "the other end of a pipe cannot be closed alike there");
        using var command = new CommandProcess(_world.Home, "explore", _shop.Path, "--method", "Shop.Tests.Unlocked");
        command.CloseOutput();
        Assert.Equal((1, ""), command.End());
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_refused_in_one_line()
    {
        var notes = Path.Combine(_world.Home, "notes.txt");
        File.WriteAllText(notes, "hello");
        var missing = Path.Combine(_world.Home, "missing.dll");
        Assert.Equal((2, "", $"{notes}: no .NET assembly\n"), _world.Run("explore", notes, "--method", "A.B"));
        Assert.Equal((2, "", $"{notes}: no .NET assembly\n"), _world.Run("explore", notes));
        Assert.Equal((2, "", $"{missing}: no such file\n"), _world.Run("explore", missing, "--method", "A.B"));
        Assert.Equal((2, "", $"{_world.Home}: a directory; name the assembly in it, a .dll\n"), _world.Run("explore", _world.Home, "--method", "A.B"));
    }

    [Theory]
    [InlineData("--schedules 0", "--schedules 0: must be 1 to 2147483647")]
    [InlineData("--schedules many", "--schedules many: must be a whole number, 1 to 2147483647")]
    [InlineData("--seconds 0", "--seconds 0: must be 0.001 to 86400")]
    [InlineData("--bound 11", "--bound 11: must be 0 to 10")]
    [InlineData("--seed -1", "--seed -1: must be at least 0")]
    [InlineData("--strategy luck", "--strategy luck: must be default, bounded, dpor, pct, pos or surw")]
    [InlineData("--races ignore", "--races ignore: must be fail or report")]
    [InlineData("--memory arm", "--memory arm: must be interleaved or tso")]
    [InlineData("--schedule 3", "unknown option --schedule; did you mean --schedules?")]
    [InlineData("--wrong", "--wrong: is for an exercise; an assembly has --method")]
    public void An_option_that_makes_no_sense_is_refused_in_one_line(string line, string refusal) =>
        Assert.Equal((2, "", refusal + "\n"), Explore("Shop.Tests.Locked", line.Split(' ')));

    [Fact]
    public void Store_buffers_are_looked_at_if_asked_for_and_kept_for_the_replay()
    {
        var (exitCode, output, error) = Explore("Shop.Tests.Buffered");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("Proved", output, StringComparison.Ordinal);
        Assert.Contains("not looked at: memory that is weaker than interleavings (store buffers)", output);
        (exitCode, output, error) = Explore("Shop.Tests.Buffered", "--memory", "tso");
        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("was still in its store buffer when it read", output);
        Assert.Contains("reaches memory", output);
        Assert.DoesNotContain("(store buffers)", output);
        (exitCode, output, _) = _world.Run("replay", Kept(output));
        Assert.Equal(1, exitCode);
        Assert.Contains("was still in its store buffer when it read", output);
        Assert.Equal("tso", (string?)Json(Explore("Shop.Tests.Locked", "--memory", "tso", "--json").Output)["memory"]);
    }

    [Fact]
    public void An_interrupted_exploration_says_what_it_has_seen_and_ends_with_130()
    {
        using var world = new World { Cancel = new CancellationToken(canceled: true) };
        var (exitCode, output, error) = world.Run("explore", _shop.Path, "--method", "Shop.Tests.Locked");
        Assert.Equal((130, "interrupted\n"), (exitCode, error));
        Assert.StartsWith("Sampled", output, StringComparison.Ordinal);
        (exitCode, output, _) = world.Run("explore", _shop.Path, "--method", "Shop.Tests.Locked", "--json");
        Assert.Equal((130, true), (exitCode, (bool?)Json(output)["interrupted"]));
    }

    [Fact]
    public void The_scenarios_of_an_exercise_are_explored_one_after_the_other()
    {
        var (exitCode, output, error) = _world.Run("explore", "ticket-selling");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("205 Ticket selling\n\ntwo windows count what they sell (Counted)\nProved", output, StringComparison.Ordinal);
        Assert.Contains("\n\nnobody sells anything (Nothing)\nProved", output);
        Assert.DoesNotContain("Lost", output);
    }

    [Fact]
    public void The_wrong_one_fails_as_it_should()
    {
        var (exitCode, output, error) = _world.Run("explore", "205", "--wrong");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("both sales are counted", output);
        Assert.Contains("again: workbook replay ", output);
        (exitCode, _, error) = _world.Run("explore", "207", "--wrong");
        Assert.Equal((1, "Holds was to fail, and no interleaving of it did\n"), (exitCode, error));
    }

    [Fact]
    public void The_scenarios_as_JSON_are_one_document()
    {
        var document = Json(_world.Run("explore", "205", "--json").Output);
        Assert.Equal(205, (int?)document["number"]);
        Assert.Equal(["Counted", "Nothing"], document["scenarios"]!.AsArray().Select(one => (string?)one!["scenario"]));
        Assert.All(document["scenarios"]!.AsArray(), one => Assert.Equal("Proved", (string?)one!["verdict"]));
        var (exitCode, output, _) = _world.Run("explore", "207", "--json");
        Assert.Equal((3, "refused"), (exitCode, (string?)Json(output)["scenarios"]![0]!["kind"]));
    }

    [Theory]
    [InlineData("explore", "explore: what? Name an exercise, workbook explore 205, or an assembly, workbook explore Shop.dll --method Shop.Tests.Sell")]
    [InlineData("explore 999", "no exercise 999; did you mean 207 waiting?")]
    [InlineData("explore 206", "206 ordered-printing has no scenario to explore: none has been written for it; these have one: 205, 207")]
    [InlineData("explore 206 --wrong", "206 ordered-printing has no class that is wrong on purpose to explore; these have one: 205, 207")]
    [InlineData("explore 205 --method A.B", "--method: is for an assembly; of an exercise all scenarios are explored")]
    public void An_exercise_that_cannot_be_explored_is_refused_in_one_line(string line, string refusal) =>
        Assert.Equal((2, "", refusal + "\n"), _world.Run(line.Split(' ')));

    [Fact]
    public void A_terminal_shows_how_far_it_is_and_a_pipe_does_not()
    {
        using var terminal = new World { TerminalWidth = 80 };
        string[] line = ["explore", _shop.Path, "--method", "Shop.Tests.Long", "--strategy", "pos", "--seconds", "2"];
        Assert.Contains(" a second, ", terminal.Run(line).Output);
        Assert.DoesNotContain(" a second, ", _world.Run([.. line[..^1], "1"]).Output);
    }

    private (int ExitCode, string Output, string Error) Explore(string method, params string[] options) =>
        _world.Run(["explore", _shop.Path, "--method", method, .. options]);

    private static string Kept(string output) => output.TrimEnd().Split(' ')[^1];

    private static JsonObject Json(string output)
    {
        try { return JsonNode.Parse(output)!.AsObject(); }
        catch (JsonException) { throw new Xunit.Sdk.XunitException($"no JSON: {output}"); }
    }
}
