using Workbook.Concurrency.Scheduling;

namespace Workbook.Concurrency.Tests.Scheduling;

public class MultilevelFeedbackQueueTests
{
    [Fact]
    public void A_long_job_sinks_to_the_bottom_and_stays_there() =>
        Assert.Equal("A1 0-2, A2 2-6, A3 6-14, A3 14-20", Run("A:0:20", [2, 4, 8]));

    [Fact]
    public void A_new_job_takes_the_CPU_from_one_that_has_sunk() => // which goes on with the rest of its quantum
        Assert.Equal("A1 0-2, A2 2-4, B1 4-6, A2 6-8, B2 8-9, A3 9-12", Run("A:0:9 B:4:3", [2, 4, 8]));

    [Fact]
    public void A_preempted_job_returns_to_the_head_of_its_level() => // B sank before C came, and waits behind A
        Assert.Equal("A1 0-1, B1 1-2, A2 2-4, C1 4-5, A2 5-7, B2 7-9", Run("A:0:5 B:0:3 C:4:1", [1, 4]));

    [Fact]
    public void Equal_levels_take_turns() =>
        Assert.Equal("A1 0-2, B1 2-4, A1 4-6, B1 6-8", Run("A:0:4 B:0:4", [2]));

    [Fact]
    public void An_interactive_job_stays_on_top_while_a_long_one_sinks()
    {
        var jobs = JobText.Parse("Long:0:40 Keys:0:1,5,1,5,1,5,1,5,1,5,1");
        var timeline = CpuSimulator.Run(jobs, new MultilevelFeedbackQueuePolicy([4, 8, 16], quantaPerAllotment: 2));

        Assert.All(timeline.Slices.Where(slice => slice.Job == jobs[1]), slice => Assert.Equal(1, slice.Level));
        Assert.Equal(3, timeline.Slices.Last(slice => slice.Job == jobs[0]).Level);
        Assert.Equal(4, timeline.Figures[1].Waiting); // for the first turn of Long; later it preempts at once
    }

    [Fact]
    public void Giving_up_the_CPU_just_before_the_quantum_ends_does_not_keep_the_level()
    {
        var jobs = JobText.Parse("Gamer:0:3,1,3,1,3,1,3,1,3");
        var timeline = CpuSimulator.Run(jobs, new MultilevelFeedbackQueuePolicy([4, 4]));

        // 3 ticks, 1 tick: the four of its allotment, and down.
        Assert.StartsWith("Gamer1 0-3, Gamer1 4-5, Gamer2 5-7, ", Shown(timeline));
    }

    [Fact]
    public void An_allotment_of_two_quanta_takes_two_turns_to_use_up() =>
        Assert.Equal("A1 0-2, B1 2-4, A1 4-6, B1 6-8, A2 8-10, B2 10-12",
            Run("A:0:6 B:0:6", [2, 8], quantaPerAllotment: 2));

    [Theory]
    [InlineData(false, "A1 0-1, B1 1-2, C1 2-4, D1 4-6, A1 6-7, C1 7-8, B1 8-9")]
    [InlineData(true, "A1 0-1, B1 1-2, C1 2-4, A1 4-5, D1 5-7, B1 7-8, C1 8-9")]
    public void With_an_io_boost_a_returning_job_goes_to_the_head_of_its_level(bool ioFirst, string expected) =>
        Assert.Equal(expected, Run("A:0:1,3,1 B:0:1,5,1 C:0:3 D:1:2", [2], quantaPerAllotment: 9, ioFirst: ioFirst));

    [Fact]
    public void Without_boost_a_long_job_starves_behind_a_stream_of_short_ones()
    {
        var timeline = CpuSimulator.Run(LongBehindShorts, new MultilevelFeedbackQueuePolicy([2, 4]));

        Assert.Equal(["Long1 0-2", "Long2 202-206"], Turns(timeline, "Long").Take(2));
    }

    [Fact]
    public void With_boost_the_long_job_gets_turns_in_every_period()
    {
        var timeline = CpuSimulator.Run(LongBehindShorts, new MultilevelFeedbackQueuePolicy([2, 4], boostEvery: 20));

        var long1 = timeline.Slices.Where(slice => slice.Job.Name == "Long").ToList();
        Assert.All(long1.Zip(long1.Skip(1)), pair => Assert.InRange(pair.Second.Start - pair.First.End, 0, 40));
        Assert.True(long1.Count(slice => slice.End < 200) >= 8);
    }

    [Fact]
    public void At_a_boost_the_running_job_goes_on_with_a_turn_of_the_top_level() =>
        Assert.Equal("A1 0-2, A2 2-5, A1 5-7, A2 7-10, A1 10-11", Run("A:0:11", [2, 8], boostEvery: 5));

    [Fact]
    public void A_job_that_does_io_during_a_boost_returns_to_the_top() =>
        Assert.Equal("A1 0-2, A2 2-3, A1 7-8", Run("A:0:3,4,1", [2, 8], boostEvery: 5));

    [Fact]
    public void A_boost_appends_the_levels_from_the_top_down() => // at 6 B runs, C waits on level 2, A on level 3
        Assert.Equal("A1 0-1, B1 1-2, C1 2-3, A2 3-5, B2 5-6, B1 6-7, C1 7-8, A1 8-9",
            Run("A:0:4 B:0:3 C:0:2", [1, 2, 4], boostEvery: 6));

    [Fact]
    public void Its_display_shows_the_levels()
    {
        var policy = new MultilevelFeedbackQueuePolicy([1, 2]);
        ((ISchedulingPolicy)policy).Ready(new Job("A", 0, 1), 1, ReadyReason.Arrived);

        var display = typeof(MultilevelFeedbackQueuePolicy)
            .GetProperty("Display", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!;
        Assert.Equal("1: A | 2:", display.GetValue(policy));
    }

    // A hundred short jobs, one every two ticks from tick 2 on: together they want the whole CPU.
    private static IEnumerable<Job> LongBehindShorts =>
        Enumerable.Range(1, 100).Select(i => new Job($"s{i}", 2 * i, 2)).Prepend(new Job("Long", 0, 50));

    private static IEnumerable<string> Turns(Timeline timeline, string name) =>
        Shown(timeline).Split(", ").Where(turn => turn.StartsWith(name, StringComparison.Ordinal));

    private static string Run(string jobs, int[] quanta, int boostEvery = 0, int quantaPerAllotment = 1, bool ioFirst = false) =>
        Shown(CpuSimulator.Run(
            JobText.Parse(jobs), new MultilevelFeedbackQueuePolicy(quanta, boostEvery, quantaPerAllotment, ioFirst)));

    private static string Shown(Timeline timeline) =>
        string.Join(", ", timeline.Slices.Select(slice => $"{slice.Job.Name}{slice.Level} {slice.Start}-{slice.End}"));
}
