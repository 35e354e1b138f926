using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

public sealed class CatalogueTests
{
    [Fact]
    public void A_number_given_twice_is_told() => Assert.Contains("called 205",
        Assert.Throws<InvalidOperationException>(() => new Catalogue([typeof(Samples.TicketSelling.Demo), typeof(Samples.TicketSelling.Demo)])).Message);

    // The small options of an exercise are only read when `run all` comes to it: a slip there shall show here.
    [Fact]
    public void Every_exercise_of_the_program_has_options_that_can_be_read()
    {
        foreach (var exercise in new Catalogue(typeof(Exercise).Assembly).Exercises)
            Workbook.Examples.Cli.DemoCommand.ReadOptions(exercise, exercise.Small);
    }

    [Theory]
    [InlineData("lost-update", "lost-updates", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_letters_to_change(string from, string to, int steps) => Assert.Equal(steps, Spelling.Distance(from, to));

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(100, "100ms")]
    [InlineData(1500, "1500ms")]
    [InlineData(2000, "2s")]
    [InlineData(120_000, "2m")]
    public void Durations_are_shown_as_they_are_written(double milliseconds, string text)
    {
        Assert.Equal(text, Duration.Show(milliseconds));
        Assert.True(Duration.TryParse(text, out var read));
        Assert.Equal(milliseconds, read);
    }
}
