namespace Workbook.Examples.Tests.Cli;

public sealed class StatementTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Redirected_the_statement_is_the_markdown_as_it_was_written()
    {
        var (exitCode, output, error) = _world.Run("show", "205");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("# 205 Ticket selling\n\nWho sells *what*, and **when**?\n", output.ReplaceLineEndings("\n"));
        Assert.Contains("<details><summary>One answer</summary>Because two look at once.</details>", output);
    }

    [Fact]
    public void In_a_terminal_it_is_drawn_with_the_answers_folded()
    {
        using var world = new World { TerminalWidth = 60 };

        var output = world.Run("show", "205").Output;

        Assert.Contains("Who sells what, and when?", output);
        Assert.Contains("    w1 ---- T1    a picture that is [not] markup", output);
        Assert.Contains("│ each ticket once │     10 │", output);
        Assert.Contains("• Why lock? One answer: see with --answers", output);
        Assert.DoesNotContain("Because", output);
        Assert.Contains("One answer: Because two look at once.", world.Run("show", "205", "--answers").Output);
    }

    [Fact]
    public void An_exercise_without_a_statement_says_so() =>
        Assert.Equal((1, "", "101 start-and-join has no statement; its README.md is missing\n"), _world.Run("show", "101"));

    [Fact]
    public void Hints_come_one_by_one_and_then_end()
    {
        const string Last = "that was the last of 2 hints; workbook hint 205 --again starts over, --all shows all\n";

        Assert.Equal("## Hint 1 of 2: Where to look\nAt the counter.\n\n", _world.Run("hint", "205").Output);
        Assert.Equal("## Hint 2 of 2: What is missing\nA lock.\n\n", _world.Run("hint", "ticket-selling").Output);
        Assert.Equal((0, Last, ""), _world.Run("hint", "205"));
        Assert.Equal((0, Last, ""), _world.Run("hint", "205"));
        Assert.StartsWith("## Hint 1 of 2", _world.Run("hint", "205", "--again").Output);
        Assert.StartsWith("## Hint 2 of 2", _world.Run("hint", "205").Output);
    }

    [Fact]
    public void All_hints_at_once_leave_the_next_one_what_it_was()
    {
        var all = _world.Run("hint", "205", "--all").Output;

        Assert.Contains("Hint 1 of 2", all);
        Assert.Contains("Hint 2 of 2", all);
        Assert.StartsWith("## Hint 1 of 2", _world.Run("hint", "205").Output);
    }

    [Fact]
    public void An_exercise_without_hints_says_so() => Assert.Equal((0, "101 start-and-join has no hints\n", ""), _world.Run("hint", "101"));
}
