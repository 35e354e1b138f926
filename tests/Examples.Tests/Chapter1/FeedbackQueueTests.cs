using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.FeedbackQueue;

namespace Workbook.Examples.Tests.Chapter1;

public class FeedbackQueueTests
{
    [Fact]
    public async Task The_demo_shows_levels_figures_and_other_policies()
    {
        await Verify(Output(stage => Demo.Run(stage)));
    }

    [Fact]
    public async Task Without_boost_an_old_job_starves_behind_new_ones()
    {
        await Verify(Output(stage => Demo.Run(stage, jobs: "Old:0:6 S1:2:2 S2:4:2 S3:6:2 S4:8:2 S5:10:2 S6:12:2", boost: 0)));
    }

    [Theory]
    [InlineData("A:0:20", "A1 0-2, A2 2-6, A3 6-14, A3 14-20")]                         // sinks
    [InlineData("A:0:9 B:4:3", "A1 0-2, A2 2-4, B1 4-6, A2 6-8, B2 8-9, A3 9-12")]      // is preempted, goes on first
    [InlineData("A:0:1,3,1,3,1", "A1 0-1, A1 4-5, A2 8-9")]                             // gains nothing by stopping early
    public void The_policy_gives_the_timeline_that_was_worked_by_hand(string jobs, string expected)
    {
        var slices = CpuSimulator.Run(JobText.Parse(jobs), new FeedbackPolicy([2, 4, 8])).Slices;
        var shown = slices.Select(slice => $"{slice.Job.Name}{slice.Level} {slice.Start}-{slice.End}");
        Assert.Equal(expected, string.Join(", ", shown));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(13)]
    public void The_policy_gives_the_timeline_of_the_library_for_any_jobs(int boostEvery)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var jobs = JobGenerator.Generate(1 + seed % 12, seed);
            int[] quanta = [.. Enumerable.Range(1, 1 + seed % 4).Select(level => level * (1 + seed % 3))];
            Assert.Equal(
                CpuSimulator.Run(jobs, new MultilevelFeedbackQueuePolicy(quanta, boostEvery)).Slices,
                CpuSimulator.Run(jobs, new FeedbackPolicy(quanta, boostEvery)).Slices);
        }
    }

    [Fact]
    public void Bad_figures_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeedbackPolicy([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeedbackPolicy([2, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeedbackPolicy([2], boostEvery: -1));
    }

    [Fact]
    public void The_largest_options_do_not_overflow() =>
        Assert.Contains("12800, 25600, a boost every 10000 ticks",
            Output(stage => Demo.Run(stage, levels: 9, quantum: 100, boost: 10_000)));

    [Fact]
    public void Nonsense_for_jobs_is_refused_in_one_line() =>
        Assert.Equal("--jobs", Assert.Throws<BadOptionException>(() => Demo.Run(new Stage(TextWriter.Null), jobs: "?")).Option);

    private static string Output(Action<Stage> run)
    {
        var output = new StringWriter { NewLine = "\n" };
        run(new Stage(output));
        return output.ToString().TrimEnd();
    }
}
