using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

public sealed class OptionTests : IDisposable
{
    private const string Defaults = "10 100 0.5 False FirstComeFirstServed T none 500\n";

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Without_options_the_demo_gets_its_own_defaults() => Assert.Equal((0, Defaults, ""), _world.Run("run", "205"));

    [Theory]
    [InlineData("--windows 3", "3 100 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--windows=3", "3 100 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--delay 0.1s", "10 100 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--delay 250ms", "10 250 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--delay 2s", "10 2000 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--delay 1m", "10 60000 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--delay 0ms", "10 0 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--chance 0.25", "10 100 0.25 False FirstComeFirstServed T none 500")]
    [InlineData("--broken", "10 100 0.5 True FirstComeFirstServed T none 500")]
    [InlineData("--broken false", "10 100 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--order random", "10 100 0.5 False Random T none 500")]
    [InlineData("--order first-come-first-served", "10 100 0.5 False FirstComeFirstServed T none 500")]
    [InlineData("--label Seat", "10 100 0.5 False FirstComeFirstServed Seat none 500")]
    [InlineData("--seed -7", "10 100 0.5 False FirstComeFirstServed T -7 500")]
    [InlineData("--tickets 9007199254740993", "10 100 0.5 False FirstComeFirstServed T none 9007199254740993")]
    [InlineData("--broken --windows 1 --order random", "1 100 0.5 True Random T none 500")]
    public void What_is_written_reaches_the_demo(string line, string printed) =>
        Assert.Equal((0, printed + "\n", ""), _world.Run(["run", "205", .. line.Split(' ')]));

    [Theory]
    [InlineData("--windows 0", "--windows 0: must be 1 to 100")]
    [InlineData("--windows -5", "--windows -5: must be 1 to 100")]
    [InlineData("--windows 101", "--windows 101: must be 1 to 100")]
    [InlineData("--windows ten", "--windows ten: must be a whole number, 1 to 100")]
    [InlineData("--windows 1.5", "--windows 1.5: must be a whole number, 1 to 100")]
    [InlineData("--windows", "--windows: needs a value, 1 to 100")]
    [InlineData("--windows 3 --windows 4", "--windows: is given 2 times; give it once")]
    [InlineData("--windows 3 4", "4: not expected here; workbook run 205 --help shows what is")]
    [InlineData("--tickets 0", "--tickets 0: must be at least 1")]
    [InlineData("--seed 99999999999", "--seed 99999999999: must be at least -2147483648 and at most 2147483647")]
    [InlineData("--tickets 9223372036854775808",
        "--tickets 9223372036854775808: must be at least -9223372036854775808 and at most 9223372036854775807")]
    [InlineData("--delay 100", "--delay 100: a duration has a unit; write --delay 100ms")]
    [InlineData("--delay -1ms", "--delay -1ms: must be 0ms to 1m")]
    [InlineData("--delay 2m", "--delay 2m: must be 0ms to 1m")]
    [InlineData("--delay 0.5ms", "--delay 0.5ms: must be a whole number of milliseconds, 0ms to 1m")]
    [InlineData("--delay soon", "--delay soon: must be a duration such as 100ms, 0.1s, 2s or 1m")]
    [InlineData("--delay ms", "--delay ms: must be a duration such as 100ms, 0.1s, 2s or 1m")]
    [InlineData("--delay", "--delay: needs a duration; write --delay 100ms")]
    [InlineData("--chance NaN", "--chance NaN: must be a number, 0 to 1")]
    [InlineData("--chance 1e3", "--chance 1e3: must be a number, 0 to 1")]
    [InlineData("--broken maybe", "--broken maybe: must be true or false")]
    [InlineData("--order last", "--order last: must be first-come-first-served or random")]
    [InlineData("--order 1", "--order 1: must be first-come-first-served or random")]
    [InlineData("--order", "--order: needs a value, first-come-first-served or random")]
    [InlineData("--window 3", "unknown option --window; did you mean --windows?")]
    [InlineData("--wnidows=3", "unknown option --wnidows; did you mean --windows?")]
    [InlineData("--xyz", "unknown option --xyz; workbook run 205 --help shows the options")]
    public void Nonsense_is_refused_in_one_line(string line, string refusal) =>
        Assert.Equal((2, "", refusal + "\n"), _world.Run(["run", "205", .. line.Split(' ')]));

    [Fact]
    public void An_empty_number_is_refused() =>
        Assert.Equal((2, "", "--windows \"\": must be a whole number, 1 to 100\n"), _world.Run("run", "205", "--windows", ""));

    [Fact]
    public void A_word_with_an_at_sign_names_no_file() =>
        Assert.Equal((0, "10 100 0.5 False FirstComeFirstServed @x none 500\n", ""), _world.Run("run", "205", "--label", "@x"));

    [Fact]
    public void Help_shows_each_option_with_its_range_and_default_and_an_example()
    {
        var (exitCode, output, _) = _world.Run("run", "205", "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("How many windows sell, 1 to 100 [default: 10]", output);
        Assert.Contains("Time that a ticket takes, 0ms to 1m [default: 100ms]", output);
        Assert.Contains("--order <first-come-first-served|random>", output);
        Assert.Contains("[default: first-come-first-served]", output);
        Assert.Contains("workbook run 205 --windows 2 --delay 1ms", output);
        Assert.DoesNotContain("--trace", output);
    }

    [Fact]
    public void Help_leaves_out_what_only_the_demo_itself_uses_and_shows_no_empty_default()
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly) };

        var (_, output, _) = world.Run("run", "103", "--help");
        Assert.Contains("--foreground", output);
        Assert.DoesNotContain("--child", output);

        (_, output, _) = world.Run("run", "101", "--help");
        Assert.Contains("--fail", output);
        Assert.DoesNotContain("[default: ]", output);
    }

    [Fact]
    public void A_slug_is_as_good_as_a_number() => Assert.Equal((0, Defaults, ""), _world.Run("run", "ticket-selling"));
}
