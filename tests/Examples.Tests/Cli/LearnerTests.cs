namespace Workbook.Examples.Tests.Cli;

/// <summary><c>reset</c>, <c>solution</c>, <c>hint</c> and <c>run --mine</c>: what a learner does between two checks.</summary>
public sealed class LearnerTests : IDisposable
{
    private readonly World _world = new() { Catalogue = World.WithAssigned };

    private string Folder => Path.GetDirectoryName(_world.CounterPath())!;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Reset_brings_the_starter_back_and_keeps_what_there_was()
    {
        _world.Answer("// the first attempt");

        var (exitCode, output, error) = _world.Run("reset", "801");

        Assert.Equal((0, ""), (exitCode, error));
        var kept = Assert.Single(Kept());
        Assert.Equal($"Counter.cs is the starter again; what you had is {kept}\n", output);
        Assert.Matches(@"Counter\.cs\.\d{8}-\d{6}$", kept);
        Assert.Equal("// the first attempt", File.ReadAllText(kept));
        Assert.Equal(Answers.Starter, File.ReadAllText(_world.CounterPath()));
    }

    [Fact]
    public void Several_resets_within_a_second_keep_all()
    {
        string[] attempts = ["// one", "// two", "// three", "// four"];
        foreach (var attempt in attempts)
        {
            _world.Answer(attempt);
            Assert.Equal(0, _world.Run("reset", "801").ExitCode);
        }
        Assert.Equal(attempts.Order(), Kept().Select(File.ReadAllText).Order());
    }

    [Fact]
    public void A_starter_that_is_unchanged_is_not_kept()
    {
        _world.Run("start", "801");
        Assert.Equal((0, "Counter.cs is the starter\n", ""), _world.Run("reset", "801"));
        Assert.Empty(Kept());
    }

    [Fact]
    public void Reset_makes_a_file_that_was_deleted_again()
    {
        _world.Answer("// mine");
        File.Delete(_world.CounterPath());
        Assert.Equal(0, _world.Run("reset", "801").ExitCode);
        Assert.Equal(Answers.Starter, File.ReadAllText(_world.CounterPath()));
        Assert.Empty(Kept());
    }

    [Fact]
    public void Reset_of_what_is_not_started_is_told() =>
        Assert.Equal((2, "", "801 counter is not started yet: workbook start 801\n"), _world.Run("reset", "801"));

    [Fact]
    public void The_points_of_an_earlier_check_survive_a_reset()
    {
        _world.Answer(Answers.Right);
        Assert.Equal(0, _world.Run("check", "801").ExitCode);
        _world.Run("reset", "801");
        Assert.Contains("10 of 10", _world.Run("list", "--chapter", "8").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_is_shown_to_who_has_passed_or_insists()
    {
        Assert.Equal((2, "", "yours has not passed yet; workbook hint 801 helps, --force shows it all the same\n"),
            _world.Run("solution", "801"));

        var shown = $"{Answers.Right.TrimEnd()}\n\nThe reference holds a lock over reading and writing,\nwhich are one step for everybody else.\n";
        Assert.Equal((0, shown, ""), _world.Run("solution", "801", "--force"));
        Assert.Equal(2, _world.Run("solution", "801").ExitCode);

        _world.Answer(Answers.Right);
        Assert.Equal(0, _world.Run("check", "801").ExitCode);
        Assert.Equal((0, shown, ""), _world.Run("solution", "801"));
    }

    [Fact]
    public void Hints_come_one_at_a_time_also_for_what_is_started()
    {
        _world.Run("start", "801");
        Assert.Equal((0, "## Hint 1 of 2: Where to look\nBetween reading and writing.\n\n", ""), _world.Run("hint", "801"));
        Assert.Equal((0, "## Hint 2 of 2: What is missing\nA lock.\n\n", ""), _world.Run("hint", "801"));
        Assert.Equal((0, "that was the last of 2 hints; workbook hint 801 --again starts over, --all shows all\n", ""), _world.Run("hint", "801"));
        Assert.Equal((0, "802 greeter has no hints\n", ""), _world.Run("hint", "802"));
    }

    [Fact]
    public void Run_mine_is_the_demo_on_the_learners_class()
    {
        _world.Answer(Answers.StartsAtZero);
        Assert.Equal((0, "number 0\nnumber 1\nnumber 2\n", ""), _world.Run("run", "801", "--mine"));
        Assert.Equal((0, "number 0\n", ""), _world.Run("run", "801", "--mine", "--numbers", "1"));
        Assert.Equal((0, "number 1\nnumber 2\nnumber 3\n", ""), _world.Run("run", "801"));

        _world.Answer(Answers.StartsAtZero.Replace("_count++", "_count += 10", StringComparison.Ordinal));
        Assert.Equal((0, "number 10\n", ""), _world.Run("run", "801", "--mine", "--numbers", "1"));
    }

    [Fact]
    public void Run_mine_says_what_is_missing()
    {
        Assert.Equal((2, "", "801 counter is not started yet: workbook start 801\n"), _world.Run("run", "801", "--mine"));
        Assert.Equal((2, "", "unknown option --mine; workbook run 104 --help shows the options\n"), _world.Run("run", "104", "--mine"));
    }

    [Fact]
    public void Run_mine_tells_an_error_of_the_compiler_with_its_place()
    {
        _world.Answer(Answers.DoesNotCompile);

        var (exitCode, output, error) = _world.Run("run", "801", "--mine");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("801 Counter: does not compile, 1 error\n\nCounter.cs(10,31): ", error, StringComparison.Ordinal);
        Assert.EndsWith("\nthe demo cannot run on Counter.cs until it compiles\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_overview_names_what_is_started_until_it_has_passed()
    {
        _world.Answer(Answers.Right);
        Assert.Contains("\nStarted: 801 Counter, 0 of 10 points; workbook check 801\nNext: ", _world.Run().Output, StringComparison.Ordinal);
        foreach (var demo in (string[])["101", "104", "205"]) _world.Run("run", demo);
        Assert.DoesNotContain("workbook start", _world.Run().Output, StringComparison.Ordinal); // next is 206, which has no checks
        _world.Run("check", "801");
        Assert.DoesNotContain("Started", _world.Run().Output, StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Kept() => Directory.GetFiles(Folder, "Counter.cs.2*");
}
