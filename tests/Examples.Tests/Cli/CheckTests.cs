using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workbook.Examples.Tests.Cli;

/// <summary><c>check</c>: the learner's file, compiled and explored in a process of its own.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly World _world = new() { Catalogue = World.WithAssigned };

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Before_anything_is_started_it_says_how()
    {
        Assert.Equal((2, "", "check: nothing is started yet; workbook start 205, for one\n"), _world.Run("check"));
        Assert.Equal((2, "", "801 counter is not started yet: workbook start 801\n"), _world.Run("check", "801"));
    }

    [Fact]
    public void Without_a_name_the_only_one_is_meant_and_of_several_it_asks_which()
    {
        _world.Run("start", "802");
        Assert.StartsWith("802 Greeter: 0 of 2 points ", _world.Run("check").Output, StringComparison.Ordinal);
        _world.Run("start", "801");
        Assert.Equal((2, "", "check: which? Started are 801, 802\n"), _world.Run("check"));
    }

    [Fact]
    public void The_starter_fails_and_the_first_failure_is_told_with_its_story()
    {
        _world.Answer(Answers.Starter);

        var (exitCode, output, error) = _world.Run("check", "801");

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Matches(@"^801 Counter: 3 of 10 points \(\d+\.\d s\)\n"
            + @"  FAIL  no number is given twice  0 of 4\n"
            + @"  FAIL  no number is left out     0 of 3\n"
            + @"  ok    the first number is 1     3 of 3  proved: 1 interleaving\n\n"
            + @"FAIL: no number is given twice\nboth threads were given 1\nTwo threads were given the same number.\n\n", output);
        Assert.Matches(@"\n +line  a +b\n +-+  -+\n", output); // the timeline
        Assert.Contains("return ++_count;", output, StringComparison.Ordinal);
        var replay = Assert.Single(Directory.GetFiles(Path.Combine(_world.Home, "work", "replays"), "*.html"));
        var name = Path.GetFileNameWithoutExtension(replay);
        Assert.EndsWith($"\nagain:  workbook replay {name}\nslowly: workbook replay {name} --debug      in a debugger\npage:   {replay}\n"
            + "others: workbook check 801 --all tells the other one as well\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 118));
    }

    [Fact]
    public void All_tells_every_failure()
    {
        _world.Answer(Answers.Starter);

        var output = _world.Run("check", "801", "--all").Output;

        Assert.Contains("\nFAIL: no number is given twice\n", output, StringComparison.Ordinal);
        Assert.Contains("\nFAIL: no number is left out\nthe third number is 2 and should be 3\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--all", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_answer_passes_is_praised_with_the_reference_and_stands_in_the_list_as_done()
    {
        _world.Answer(Answers.Right);
        _world.Run("run", "801");
        Assert.Contains("no    0 of 10", Listed(), StringComparison.Ordinal);

        var (exitCode, output, error) = _world.Run("check", "801");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Matches(@"^801 Counter: 10 of 10 points \(\d+\.\d s\)\n"
            + @"  ok    no number is given twice  4 of 4  proved: \d interleavings\n"
            + @"  ok    no number is left out     3 of 3  proved: \d interleavings\n"
            + @"  ok    the first number is 1     3 of 3  proved: 1 interleaving\n\n"
            + @"The reference holds a lock over reading and writing, which are one step for everybody else\.\n"
            + @"workbook solution 801 shows the reference solution\n$", output);
        Assert.Contains("yes   10 of 10", Listed(), StringComparison.Ordinal);

        // What was reached stays, also when the next attempt is worse.
        _world.Answer(Answers.StartsAtZero);
        Assert.Equal(1, _world.Run("check", "801").ExitCode);
        Assert.Contains("yes   10 of 10", Listed(), StringComparison.Ordinal);
    }

    [Fact]
    public void Part_of_the_points_is_kept_and_is_not_done()
    {
        _world.Answer(Answers.Starter);
        _world.Run("check", "801");
        Assert.Contains("no    3 of 10", Listed(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compile_error_is_told_with_its_place_and_nothing_is_recorded()
    {
        _world.Answer(Answers.DoesNotCompile);

        Assert.Equal((1, """
            801 Counter: does not compile, 1 error

            Counter.cs(10,31): The name '_cuont' does not exist in the current context (CS0103)
               10 | lock (_lock) return ++_cuont; // [next]
                                          ~~~~~~
            Nothing of that name is known here: is it misspelt, or declared in another method or block?

            """.ReplaceLineEndings("\n"), ""), _world.Run("check", "801"));
        Assert.Contains("no    0 of 10", Listed(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class Counter", "class Countess",
        "Counter.cs: the checks look for a type Counter in the namespace Workbook.Examples.Tests.Cli.Assigned.Counters, and there is none")]
    [InlineData("int Next()", "int Following()", "Counter.cs(")]
    [InlineData("public int Next()", "private int Next()", "Counter.cs(")]
    public void A_renamed_class_or_member_is_told_in_words(string from, string to, string words)
    {
        _world.Answer(Answers.Right.Replace(from, to, StringComparison.Ordinal));

        var (exitCode, output, error) = _world.Run("check", "801");

        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith("801 Counter: does not compile, 1 error\n\n", output, StringComparison.Ordinal);
        Assert.Contains(words, output.Replace('\n', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_file_is_told_by_its_new_name_and_a_missing_one_can_be_made_again()
    {
        _world.Answer(Answers.Right);
        var renamed = Path.Combine(Path.GetDirectoryName(_world.CounterPath())!, "MyCounter.cs");
        File.Move(_world.CounterPath(), renamed);
        Assert.Equal((2, "", $"{_world.CounterPath()} is not there; was it renamed to MyCounter.cs? It has to be called Counter.cs\n"),
            _world.Run("check", "801"));

        Assert.Equal(_world.Run("check", "801"), _world.Run("check"));

        File.Delete(renamed);
        Assert.Equal((2, "", $"{_world.CounterPath()} is not there: workbook start 801 makes it\n"), _world.Run("check", "801"));
        Assert.Equal(0, _world.Run("start", "801").ExitCode);
        Assert.Equal(Answers.Starter, File.ReadAllText(_world.CounterPath()));
    }

    [Fact]
    public void A_folder_that_is_gone_is_not_started()
    {
        _world.Answer(Answers.Right);
        Directory.Delete(Path.GetDirectoryName(_world.CounterPath())!, recursive: true);
        Assert.Equal((2, "", "801 counter is not started yet: workbook start 801\n"), _world.Run("check", "801"));
    }

    [Fact]
    public void A_file_in_utf_16_that_says_so_is_read()
    {
        _world.Answer(Answers.Right + "// größer\n", Encoding.Unicode);
        Assert.Equal(0, _world.Run("check", "801").ExitCode);
    }

    [Fact]
    public void Of_a_file_in_another_encoding_the_byte_and_its_line_are_told()
    {
        _world.Answer($"// ok\n// größer\n{Answers.Right}", Encoding.Latin1);
        Assert.Equal((2, "", $"{_world.CounterPath()}: the byte 0xF6 in line 2 is no UTF-8; save it as UTF-8\n"), _world.Run("check", "801"));
    }

    [Fact]
    public void A_file_in_utf_16_that_does_not_say_so_is_refused()
    {
        _world.Answer(Answers.Right, new UnicodeEncoding(bigEndian: false, byteOrderMark: false));
        Assert.Equal((2, "", $"{_world.CounterPath()}: there is a byte 0 in line 1, as in UTF-16 without its mark; save it as UTF-8\n"),
            _world.Run("check", "801"));
    }

    [Fact]
    public void The_byte_that_is_told_is_the_first_wrong_one_and_not_a_letter_before_it()
    {
        _world.Answer(Answers.Right);
        File.WriteAllBytes(_world.CounterPath(), [.. "// grün\n// "u8, 0xE9, .. "\n"u8, .. File.ReadAllBytes(_world.CounterPath())]);
        Assert.Equal((2, "", $"{_world.CounterPath()}: the byte 0xE9 in line 2 is no UTF-8; save it as UTF-8\n"), _world.Run("check", "801"));
    }

    [Fact]
    public void Json_is_one_object_with_the_promised_fields()
    {
        _world.Answer(Answers.Starter);

        var (exitCode, output, error) = _world.Run("check", "801", "--json");

        Assert.Equal((1, ""), (exitCode, error));
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;
        Assert.Equal(801, root.GetProperty("number").GetInt32());
        Assert.False(root.GetProperty("passed").GetBoolean());
        Assert.Equal(3, root.GetProperty("points").GetInt32());
        Assert.Equal(10, root.GetProperty("maxPoints").GetInt32());
        var checks = root.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(["no number is given twice", "no number is left out", "the first number is 1"],
            checks.Select(check => check.GetProperty("name").GetString()));

        var failed = checks[0];
        Assert.Equal(0, failed.GetProperty("points").GetInt32());
        Assert.Equal(4, failed.GetProperty("maxPoints").GetInt32());
        Assert.False(failed.GetProperty("passed").GetBoolean());
        Assert.Equal("Failed", failed.GetProperty("verdict").GetString());
        Assert.Equal("assertion", failed.GetProperty("kind").GetString());
        Assert.True(failed.GetProperty("schedules").GetInt32() > 0);
        Assert.True(failed.GetProperty("seconds").GetDouble() >= 0);
        Assert.Equal("both threads were given 1", failed.GetProperty("message").GetString());
        Assert.True(File.Exists(Path.Combine(_world.Home, "work", "replays", $"{failed.GetProperty("replay").GetString()}.replay.json")));

        var passed = checks[2];
        Assert.Equal((3, "Proved", 1), (passed.GetProperty("points").GetInt32(), passed.GetProperty("verdict").GetString(),
            passed.GetProperty("schedules").GetInt32()));
        Assert.True(passed.GetProperty("passed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, passed.GetProperty("message").ValueKind);
        Assert.Equal(JsonValueKind.Null, passed.GetProperty("replay").ValueKind);
    }

    [Fact]
    public void As_json_a_compile_error_is_part_of_the_object()
    {
        _world.Answer(Answers.DoesNotCompile);

        var (exitCode, output, error) = _world.Run("check", "801", "--json");

        Assert.Equal((1, ""), (exitCode, error));
        using var document = JsonDocument.Parse(output);
        Assert.False(document.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(0, document.RootElement.GetProperty("points").GetInt32());
        Assert.Equal(10, document.RootElement.GetProperty("maxPoints").GetInt32());
        Assert.Empty(document.RootElement.GetProperty("checks").EnumerateArray());
        var compileError = Assert.Single(document.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal((10, 31, "CS0103"), (compileError.GetProperty("line").GetInt32(), compileError.GetProperty("column").GetInt32(),
            compileError.GetProperty("code").GetString()));
    }

    [Fact]
    public void Open_shows_the_first_failure_and_says_so_where_there_is_no_browser()
    {
        var opened = new List<string>();
        using var world = new World
        {
            Catalogue = World.WithAssigned,
            OpenBrowser = path =>
            {
                opened.Add(path);
                return "there is no display";
            },
        };
        world.Answer(Answers.StartsAtZero);

        var (exitCode, _, error) = world.Run("check", "801", "--open");

        var page = Assert.Single(opened);
        Assert.Equal((1, $"--open: there is no display; open {page} in a browser\n"), (exitCode, error));
        Assert.StartsWith(Workbook.Explorer.Verdicts.Verdict.PageMark, File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, @"\n +line  thread +what it does\n +-{60,}\n(.*\n)* +10  [ab] +return \+\+_count;  ")]
    [InlineData(120, @"\n +line  a +b\n +-{50,}  -{50,}\n(.*\n)* +10 +return \+\+_count;  ")]
    public void In_a_terminal_no_line_is_wider_than_it(int width, string timeline)
    {
        using var world = new World { Catalogue = World.WithAssigned, TerminalWidth = width };
        world.Answer(Answers.Starter);

        var output = world.Run("check", "801", "--all").Output;

        var shown = Shown(output);
        Assert.All(shown.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.Matches(timeline, shown);
    }

    [Fact]
    public void A_failure_is_the_same_when_another_process_replays_it()
    {
        _world.Answer(Answers.Starter);
        Assert.Equal((2, "", "--last 801: no interleaving of it has failed yet; workbook check 801\n"), _world.Run("replay", "--last", "801"));
        var told = _world.Run("check", "801").Output;
        using var replay = new CommandProcess(_world.Home, "replay", "--last", "801");

        var (exitCode, output, error) = replay.EndWithOutput();

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("both threads were given 1", output, StringComparison.Ordinal);
        // Row by row, from the head of the timeline to the check that throws.
        string Timeline(string text) =>
            text[text.IndexOf("line  a ", StringComparison.Ordinal)..text.LastIndexOf("throws CheckFailedException", StringComparison.Ordinal)];
        Assert.Equal(Timeline(told), Timeline(output));
    }

    [Fact]
    public void A_failure_can_be_replayed_after_the_learner_has_gone_on()
    {
        _world.Answer(Answers.Starter);
        _world.Run("check", "801");
        _world.Answer(Answers.Right);
        Assert.Equal(0, _world.Run("check", "801").ExitCode);

        var (exitCode, output, _) = _world.Run("replay", "--last", "801");

        Assert.Equal(1, exitCode);
        Assert.Contains("both threads were given 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_ends_its_process_fails_and_the_other_checks_are_told()
    {
        _world.Answer(Answers.Crashes);

        var (exitCode, output, error) = _world.Run("check", "801");

        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith("801 Counter: 0 of 10 points", output, StringComparison.Ordinal);
        Assert.Contains("\nFAIL: no number is given twice\nthe stack overflowed", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_interrupt_in_the_middle_ends_it_with_130_and_its_child_with_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "children are looked for in /proc");
        _world.Answer(Answers.Hangs);
        using var command = new CommandProcess(_world.Home, "check", "801");
        AwaitCompiled();
        var child = Assert.Single(command.Children());

        command.Send(CommandProcess.Interrupt);

        Assert.Equal((130, "", "interrupted\n"), command.EndWithOutput());
        Assert.False(Directory.Exists($"/proc/{child}"), "the checker is left");
        Assert.Contains("no    0 of 10", Listed(), StringComparison.Ordinal);
    }

    // The checker has written its program: from then on it explores, and of this one it never sees the end.
    private void AwaitCompiled()
    {
        var checkedFolder = Path.Combine(_world.Home, "work", "checked", "801");
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(checkedFolder)
            && Directory.GetFiles(checkedFolder, "Checked801.dll", SearchOption.AllDirectories).Length > 0, TimeSpan.FromMinutes(1)));
    }

    private string Listed() => _world.Run("list", "--chapter", "8").Output.Split('\n').Single(line => line.Contains("801", StringComparison.Ordinal));

    // Without what paints over itself: the line that says which check is at work.
    private static string Shown(string output) => string.Join('\n', Regex.Replace(output, @"\e\[\d*[A-Za-z]", "").Split('\n').Select(line => line.TrimEnd()));
}
