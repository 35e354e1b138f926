using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.RoundRobin;

namespace Workbook.Examples.Tests.Chapter1;

public class RoundRobinTests
{
    [Fact]
    public async Task The_demo_shows_chart_figures_and_comparison()
    {
        await Verify(Output(stage => Demo.Run(stage)));
    }

    [Fact]
    public async Task A_long_timeline_is_scaled_and_says_so()
    {
        await Verify(Output(stage => Demo.Run(stage, quantum: 40, jobs: "A:0:300 B:10:100,50,3")));
    }

    [Theory]
    [InlineData("P1:0:24 P2:0:3 P3:0:3", 4, 17 / 3.0)] // Silberschatz 5.3.3
    [InlineData("A:0:4 B:2:3", 2, 2)]                  // B, new at 2, stands before A, whose slice ends then
    [InlineData("A:0:5 B:1:3 C:2:8 D:6:1,3,2", 3, 5.5)]
    public void The_policy_gives_the_average_waiting_that_was_worked_by_hand(string jobs, int slice, double waiting) =>
        Assert.Equal(waiting, CpuSimulator.Run(JobText.Parse(jobs), new TimeSlicePolicy(slice)).AverageWaiting, precision: 10);

    [Fact]
    public void The_policy_gives_the_timeline_of_the_library_for_any_jobs()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (jobs, slice) = (JobGenerator.Generate(1 + seed % 12, seed), 1 + seed % 7);
            Assert.Equal(
                CpuSimulator.Run(jobs, new RoundRobinPolicy(slice)).Slices,
                CpuSimulator.Run(jobs, new TimeSlicePolicy(slice)).Slices);
        }
    }

    [Fact]
    public void A_slice_below_one_tick_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new TimeSlicePolicy(0));

    [Fact]
    public void Made_up_jobs_are_the_same_for_the_same_seed()
    {
        var first = Output(stage => Demo.Run(stage, random: 5, seed: 7));
        Assert.Equal(first, Output(stage => Demo.Run(stage, random: 5, seed: 7)));
        Assert.NotEqual(first, Output(stage => Demo.Run(stage, random: 5, seed: 8)));
        Assert.StartsWith($"jobs {string.Join(' ', JobGenerator.Generate(5, 7))}", first);
    }

    [Theory]
    [InlineData("A:0", "'A:0' is not a job; write name:arrival:ticks, such as A:0:5")]
    [InlineData("A:0:-1", "'-1' in 'A:0:-1': each number of ticks must be a whole number from 1 to 9999")]
    [InlineData("A:0:1 A:0:1", "two jobs are named 'A'; give each its own name")]
    public void Nonsense_for_jobs_is_refused_in_one_line(string jobs, string message)
    {
        var bad = Assert.Throws<BadOptionException>(() => Demo.Run(new Stage(TextWriter.Null), jobs: jobs));
        Assert.Equal(message, bad.Message);
        Assert.Equal("--jobs", bad.Option);
    }

    [Fact]
    public void More_ticks_than_a_simulation_may_have_are_refused()
    {
        var jobs = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"J{i}:0:9999,9999,9999"));
        Assert.Equal("they could take 1799820 ticks; stay within 1000000",
            Assert.Throws<BadOptionException>(() => Demo.Run(new Stage(TextWriter.Null), jobs: jobs)).Message);
    }

    [Fact]
    public void Typed_and_made_up_jobs_together_are_refused() =>
        Assert.Throws<BadOptionException>(() => Demo.Run(new Stage(TextWriter.Null), jobs: "A:0:1", random: 3));

    private static string Output(Action<Stage> run)
    {
        var output = new StringWriter { NewLine = "\n" };
        run(new Stage(output));
        return output.ToString().TrimEnd();
    }
}
