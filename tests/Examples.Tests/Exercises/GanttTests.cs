using Spectre.Console;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Exercises;

public class GanttTests
{
    [Fact]
    public void Redirected_it_is_a_plain_row_per_name_with_a_ruler_below() =>
        Assert.Equal("t\n  A   ###..##\n  Bo    ###\n      0    5\n  # runs\n", Plain(
            [new("A", 0, 7, '.'), new("A", 0, 3), new("A", 5, 7), new("Bo", 2, 5)], "t", "# runs"));

    [Fact]
    public void Of_two_spans_that_overlap_the_later_one_is_seen() =>
        Assert.Equal("  A  .12.\n     0\n", Plain([new("A", 0, 4, '.'), new("A", 1, 3, '1'), new("A", 2, 3, '2')]));

    [Fact]
    public void A_chart_without_spans_is_only_a_ruler() => Assert.Equal("    \n", Plain([]));

    [Fact]
    public void Exactly_as_many_ticks_as_columns_are_not_scaled() // 100 columns less 2 + 1 + 2 + 1
    {
        Assert.DoesNotContain("one column", Plain([new("A", 0, 94)]));
        Assert.Contains("(one column is 2 ticks", Plain([new("A", 0, 95)]));
    }

    [Fact]
    public void A_scaled_column_shows_what_took_most_of_it() =>
        Assert.StartsWith($"  A  {new string('#', 33)}{new string('.', 34)}\n     0         30        60        90 ",
            Plain([new("A", 0, 201, '.'), new("A", 0, 98), new("A", 99, 100)]));

    [Fact]
    public void In_a_terminal_rows_have_colours_and_fit_the_width()
    {
        var output = new StringWriter { NewLine = "\n" };
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.EightBit,
            Out = new AnsiConsoleOutput(output),
        });
        terminal.Profile.Width = 40;
        new Stage(output, terminal).Gantt("", [new("[A]", 0, 100), new("[A]", 50, 60, '.'), new("[A]", 60, 70, '1')]);

        var lines = output.ToString().Split('\n');
        Assert.Contains("\e[38;5;2m█████████████\e[0m", lines[0]); // 50 ticks at four a column
        Assert.Contains("\e[38;5;0;48;5;2m111\e[0m", lines[0]);
        Assert.Contains("[A]", lines[0]);
        Assert.Equal("       0         40        80", lines[1]);
    }

    private static string Plain(IEnumerable<GanttSpan> spans, string title = "", string legend = "")
    {
        var output = new StringWriter { NewLine = "\n" };
        new Stage(output).Gantt(title, spans, legend);
        return output.ToString();
    }
}
