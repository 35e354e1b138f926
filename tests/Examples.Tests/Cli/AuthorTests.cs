using System.Text.Json;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Compiling;
using Workbook.Examples.Cli;

namespace Workbook.Examples.Tests.Cli;

/// <summary><c>author new</c>, <c>author check</c> and <c>author try</c>, in a folder like <c>Examples</c> of a checkout.</summary>
public sealed class AuthorTests : IDisposable
{
    private readonly World _world = new() { Catalogue = World.WithAssigned };

    private string Examples => Path.Combine(_world.Home, "Examples");

    private string Folder => Path.Combine(Examples, "Chapter8.Counting", "801.Counter");

    public AuthorTests()
    {
        Directory.CreateDirectory(Path.Combine(Examples, "Chapter8.Counting"));
        // What all checks share, as it is in the program.
        var support = Directory.CreateDirectory(Path.Combine(Examples, "Exercises")).FullName;
        foreach (var file in Workbook.Examples.Exercises.Assignments.Of(World.WithAssigned.Find("801")!)!.Support)
            File.WriteAllText(Path.Combine(support, file.Name), file.Text);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_new_exercise_builds_and_is_graded_right()
    {
        New();

        var program = new Compiler([typeof(Session).Assembly.Location, typeof(Workbook.Concurrency.Threads.ThreadGroup).Assembly.Location])
            .Compile("new", [Source("Demo.cs"), Source("Solution.cs"), Source("Check.cs")]);
        Assert.Empty(program.Errors);

        var (exitCode, output, error) = _world.Run("author", "check", "801", "--from", Examples);
        Assert.Equal("", error);
        Assert.EndsWith("\n0 misgraded of 8 candidates\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\n +801 counter +fails +passes +2 of 2 +4 of 4 +\d+\.\d +\d+\.\d\n", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void New_names_the_files_and_how_to_go_on()
    {
        var output = New();
        Assert.EndsWith("\nit builds and its corpus is graded right; now make it yours: workbook author check 801\n", output, StringComparison.Ordinal);
        foreach (var line in output.Split('\n').TakeWhile(line => line.Length > 0)) Assert.True(File.Exists(line), line);
        Assert.Equal(13, Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Length);
        Assert.StartsWith("namespace Workbook.Examples.Counting.Counters;", Source("Solution.cs").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("205 counter", "205 is ticket-selling; a number is given once")]
    [InlineData("803 ticket-selling", "ticket-selling is 205; a slug is given once")]
    [InlineData("803 Two_Words", "author new: Two_Words is no slug; small letters and digits, words joined by -: two-words")]
    [InlineData("800 counter", "author new: 800 is no number of an exercise; 101 to 999, as in workbook author new 214 turnstile")]
    [InlineData("many counter", "author new: many is no number of an exercise; 101 to 999, as in workbook author new 214 turnstile")]
    [InlineData("803", "author new: which slug? small letters and digits, words joined by -: two-words")]
    [InlineData("", "author new: which number? 101 to 999, as in workbook author new 214 turnstile")]
    public void New_refuses_what_is_taken_and_what_is_no_name(string words, string line)
    {
        string[] named = [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal((2, "", line + "\n"), Sampled(["author", "new", .. named, "--from", Examples]));
        Assert.Empty(Directory.GetDirectories(Path.Combine(Examples, "Chapter8.Counting")));
    }

    [Fact]
    public void New_writes_over_nothing_and_only_into_a_chapter_that_is_there()
    {
        New();
        Assert.Equal((2, "", $"{Folder} is there already\n"), Sampled("author", "new", "801", "counter", "--from", Examples));
        Assert.Equal((2, "", $"901: there is no chapter 9 in {Examples}\n"), Sampled("author", "new", "901", "nine", "--from", Examples));
        Assert.Equal((2, "", $"--from {_world.Home}: is not the folder Examples of a checkout\n"),
            Sampled("author", "new", "803", "three", "--from", _world.Home));
    }

    [Fact]
    public void What_is_graded_wrongly_is_told_with_its_reason_and_exit_code_1()
    {
        New();
        Replace("Mutants/NoLock.cs", "return ++_count;", "lock (this) return ++_count;"); // a right answer among the wrong ones
        Replace("Variants/Monitor.cs", "lock (_monitor) ", "");                           // and the other way round
        Replace("Check.cs", "Points = 10", "Points = 8");

        var (exitCode, output, error) = _world.Run("author", "check", "801", "--from", Examples);

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("\n801: misgraded: Mutants/NoLock.cs passes \"no number is given twice\", and all others\n", output, StringComparison.Ordinal);
        Assert.Contains("\n801: misgraded: Variants/Monitor.cs is right, and fails \"no number is given twice\": ", output, StringComparison.Ordinal);
        Assert.Contains("\n801: the checks are worth 8 points, the exercise 10\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\n2 misgraded of 8 candidates\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_with_the_promised_fields()
    {
        New();
        Replace("Mutants/NoLock.cs", "return ++_count;", "lock (this) return ++_count;");

        var (exitCode, output, error) = _world.Run("author", "check", "801", "--from", Examples, "--json");

        Assert.Equal((1, ""), (exitCode, error));
        using var document = JsonDocument.Parse(output);
        Assert.Equal(1, document.RootElement.GetProperty("misgraded").GetInt32());
        var exercise = Assert.Single(document.RootElement.GetProperty("exercises").EnumerateArray());
        Assert.Equal(801, exercise.GetProperty("number").GetInt32());
        Assert.True(exercise.GetProperty("solution").GetBoolean());
        Assert.True(exercise.GetProperty("starterFails").GetBoolean());
        Assert.Equal((2, 2), (exercise.GetProperty("variants").GetProperty("passed").GetInt32(), exercise.GetProperty("variants").GetProperty("of").GetInt32()));
        Assert.Equal((3, 4), (exercise.GetProperty("mutants").GetProperty("caught").GetInt32(), exercise.GetProperty("mutants").GetProperty("of").GetInt32()));
        Assert.True(exercise.GetProperty("seconds").GetDouble() > 0);
    }

    [Theory]
    [InlineData("--repeat 0", "--repeat 0: must be at least 1")]
    [InlineData("--workers 0", "--workers 0: must be at least 1")]
    [InlineData("205", "205 ticket-selling has no checks yet")]
    [InlineData("104", "104 thread-states is a demonstration, and has no checks")]
    [InlineData("80", "no exercise 80; did you mean 801 counter?")]
    public void Check_refuses_what_makes_no_sense(string words, string line) =>
        Assert.Equal((2, "", line + "\n"), _world.Run(["author", "check", .. words.Split(' '), "--from", Examples]));

    [Fact]
    public void An_exercise_without_a_solution_is_told()
    {
        New();
        File.Delete(Path.Combine(Folder, "Solution.cs"));
        var (exitCode, output, error) = _world.Run("author", "check", "801", "--from", Examples);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("Solution.cs", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_it_ends_with_130()
    {
        using var world = new World { Catalogue = World.WithAssigned, Cancel = new CancellationToken(canceled: true) };
        New();
        Assert.Equal((130, "", "interrupted\n"), world.Run("author", "check", "801", "--from", Examples));
        Assert.Equal((130, "", "interrupted\n"), world.Run("author", "try", "801", Path.Combine(Folder, "Starter.cs"), "--from", Examples));
    }

    [Fact]
    public void Try_tells_any_file_in_full()
    {
        New();

        var (exitCode, output, error) = _world.Run("author", "try", "801", Path.Combine(Folder, "Mutants", "NoLock.cs"), "--from", Examples);

        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith("FAIL  no number is given twice  (10 points; Failed, ", output, StringComparison.Ordinal);
        Assert.Contains("both threads were given 1", output, StringComparison.Ordinal);
        Assert.Matches(@"\n0 of 10 points, \d+\.\d\d s\n$", output);
        Assert.Equal(0, _world.Run("author", "try", "801", Path.Combine(Folder, "Solution.cs"), "--from", Examples).ExitCode);
    }

    [Fact]
    public void Try_asks_for_a_file_that_is_there()
    {
        New();
        Assert.Equal((2, "", "try: which file?\n"), _world.Run("author", "try", "801", "--from", Examples));
        Assert.Equal((2, "", "none.cs: no such file\n"), _world.Run("author", "try", "801", "none.cs", "--from", Examples));
        Assert.Equal((2, "", "author: check, try or new? workbook author --help shows them\n"), _world.Run("author"));
    }

    // By a program whose catalogue does not have it yet.
    private string New()
    {
        var (exitCode, output, error) = Sampled("author", "new", "801", "counter", "--from", Examples);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }

    private static (int ExitCode, string Output, string Error) Sampled(params string[] arguments)
    {
        using var world = new World();
        return world.Run(arguments);
    }

    private SourceFile Source(string name) => new(Path.Combine(Folder, name), File.ReadAllText(Path.Combine(Folder, name)));

    private void Replace(string name, string from, string to)
    {
        var text = Source(name).Text;
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Folder, name), text.Replace(from, to, StringComparison.Ordinal));
    }
}
