using Workbook.Concurrency.Scheduling;

namespace Workbook.Concurrency.Tests.Scheduling;

public class JobTextTests
{
    [Fact]
    public void Jobs_are_read_and_written_alike()
    {
        var jobs = JobText.Parse("  A:0:5   B:12:2,6,3\tlong:9999:9999 ");
        Assert.Equal([new Job("A", 0, 5), new Job("B", 12, 2, 6, 3), new Job("long", 9999, 9999)], jobs);
        Assert.Equal("A:0:5 B:12:2,6,3 long:9999:9999", string.Join(' ', jobs));
    }

    [Theory]
    [InlineData("", "0 jobs; give 1 to 100, such as A:0:5 B:1:3")]
    [InlineData("A", "'A' is not a job; write name:arrival:ticks, such as A:0:5")]
    [InlineData("A:0:5:6", "'A:0:5:6' is not a job; write name:arrival:ticks, such as A:0:5")]
    [InlineData(":0:5", "':0:5' is not a job; write name:arrival:ticks, such as A:0:5")]
    [InlineData("A:-1:5", "'-1' in 'A:-1:5': the arrival must be a whole number from 0 to 9999")]
    [InlineData("A:0:0", "'0' in 'A:0:0': each number of ticks must be a whole number from 1 to 9999")]
    [InlineData("A:0:1.5", "'1.5' in 'A:0:1.5': each number of ticks must be a whole number from 1 to 9999")]
    [InlineData("A:0:10000", "'10000' in 'A:0:10000': each number of ticks must be a whole number from 1 to 9999")]
    [InlineData("A:0:", "'' in 'A:0:': each number of ticks must be a whole number from 1 to 9999")]
    [InlineData("A:0:1,2", "'A:0:1,2' ends with I/O; write cpu or cpu,io,cpu and so on, such as B:1:2,6,3")]
    [InlineData("A:0:1 A:1:2", "two jobs are named 'A'; give each its own name")]
    public void Nonsense_is_refused_with_the_spot_and_the_cure(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => JobText.Parse(text)).Message);

    [Fact]
    public void More_than_a_hundred_jobs_are_refused() => Assert.Throws<FormatException>(
        () => JobText.Parse(string.Join(' ', Enumerable.Range(0, 101).Select(i => $"J{i}:0:1"))));

    [Fact]
    public void The_same_seed_makes_the_same_jobs_and_another_seed_others()
    {
        Assert.Equal(JobGenerator.Generate(26, seed: 7), JobGenerator.Generate(26, seed: 7));
        Assert.NotEqual(JobGenerator.Generate(26, seed: 7), JobGenerator.Generate(26, seed: 8));
    }

    [Theory, InlineData(0), InlineData(27)]
    public void A_number_of_jobs_that_has_no_letters_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JobGenerator.Generate(count, seed: 1));
}
