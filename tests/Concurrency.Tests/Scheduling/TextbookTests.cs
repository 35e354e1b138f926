using Workbook.Concurrency.Scheduling;

namespace Workbook.Concurrency.Tests.Scheduling;

/// <summary>Tables that were worked by hand, most of them in a book.</summary>
public class TextbookTests
{
    private static readonly IReadOnlyList<Job> _oneLongTwoShort = JobText.Parse("P1:0:24 P2:0:3 P3:0:3"); // Silberschatz 5.3.1

    [Fact]
    public void First_come_first_served_makes_the_short_ones_wait_for_the_long_one()
    {
        var timeline = CpuSimulator.Run(_oneLongTwoShort, new FirstComeFirstServedPolicy());

        Assert.Equal("P1 0-24, P2 24-27, P3 27-30", Shown(timeline));
        Assert.Equal([0, 24, 27], timeline.Figures.Select(job => job.Waiting));
        Assert.Equal(17, timeline.AverageWaiting);
        Assert.Equal(27, timeline.AverageTurnaround);
        Assert.Equal(2, timeline.ContextSwitches);
        Assert.Equal(0, timeline.IdleTicks);
    }

    [Fact]
    public void First_come_first_served_in_the_kinder_order_waits_three_ticks_on_average() =>
        Assert.Equal(3, CpuSimulator.Run(_oneLongTwoShort.Reverse(), new FirstComeFirstServedPolicy()).AverageWaiting);

    [Fact]
    public void Round_robin_with_quantum_four_gives_the_table_of_the_book()
    {
        var timeline = CpuSimulator.Run(_oneLongTwoShort, new RoundRobinPolicy(4));

        Assert.Equal("P1 0-4, P2 4-7, P3 7-10, P1 10-14, P1 14-18, P1 18-22, P1 22-26, P1 26-30", Shown(timeline));
        Assert.Equal([6, 4, 7], timeline.Figures.Select(job => job.Waiting));
        Assert.Equal(17 / 3.0, timeline.AverageWaiting, precision: 10);
        Assert.Equal(3, timeline.ContextSwitches); // P1 keeping the CPU is none
    }

    [Fact]
    public void Shortest_job_first_gives_the_table_of_the_book() // Silberschatz 5.3.2
    {
        var timeline = CpuSimulator.Run(JobText.Parse("P1:0:6 P2:0:8 P3:0:7 P4:0:3"), new ShortestJobFirstPolicy());

        Assert.Equal("P4 0-3, P1 3-9, P3 9-16, P2 16-24", Shown(timeline));
        Assert.Equal(7, timeline.AverageWaiting);
    }

    [Fact]
    public void Shortest_job_first_does_not_interrupt_a_long_job_for_a_short_one()
    {
        var timeline = CpuSimulator.Run(JobText.Parse("P1:0:8 P2:1:4 P3:2:9 P4:3:5"), new ShortestJobFirstPolicy());

        Assert.Equal("P1 0-8, P2 8-12, P4 12-17, P3 17-26", Shown(timeline));
        Assert.Equal(7.75, timeline.AverageWaiting); // 5.3.2 gives 6.5 for the preemptive variant, 7.75 for this one
    }

    [Fact]
    public void Shortest_job_first_takes_of_equal_jobs_the_one_that_was_ready_first() =>
        Assert.Equal("A 0-5, C 5-7, B 7-9, D 9-11",
            Shown(CpuSimulator.Run(JobText.Parse("A:0:5 B:3:2 C:1:2 D:3:2"), new ShortestJobFirstPolicy())));

    [Fact]
    public void Round_robin_queues_an_arrival_before_the_job_whose_quantum_ends_at_that_tick() =>
        Assert.Equal("A 0-2, B 2-4, A 4-6, B 6-7",
            Shown(CpuSimulator.Run(JobText.Parse("A:0:4 B:2:3"), new RoundRobinPolicy(2))));

    [Fact]
    public void Response_counts_from_the_arrival_and_idle_time_from_tick_zero()
    {
        var timeline = CpuSimulator.Run(JobText.Parse("A:2:3 B:3:1 C:10:1"), new FirstComeFirstServedPolicy());

        Assert.Equal("A 2-5, B 5-6, C 10-11", Shown(timeline));
        Assert.Equal([0, 2, 0], timeline.Figures.Select(job => job.Response));
        Assert.Equal([3, 3, 1], timeline.Figures.Select(job => job.Turnaround));
        Assert.Equal([5, 6, 11], timeline.Figures.Select(job => job.Completion));
        Assert.Equal(6, timeline.IdleTicks); // 0-2 and 6-10
        Assert.Equal((11, 2 / 3.0), (timeline.End, timeline.AverageResponse));
    }

    [Fact]
    public void Waiting_for_a_device_is_not_waiting_for_the_CPU()
    {
        var jobs = JobText.Parse("A:0:2,4,1 B:0:3");
        var timeline = CpuSimulator.Run(jobs, new RoundRobinPolicy(2));

        // B runs while A's device works, twice since its quantum ends; then nobody can run until A returns at 6.
        Assert.Equal("A 0-2, B 2-4, B 4-5, A 6-7", Shown(timeline));
        Assert.Equal([0, 2], timeline.Figures.Select(job => job.Waiting));
        Assert.Equal(7, timeline.Figures[0].Turnaround);
        Assert.Equal(1, timeline.IdleTicks);
        Assert.Equal([(2, 6)], timeline.IoWaits(jobs[0]));
        Assert.Empty(timeline.IoWaits(jobs[1]));
    }

    [Fact]
    public void The_same_job_after_an_idle_time_is_no_context_switch() =>
        Assert.Equal(0, CpuSimulator.Run(JobText.Parse("A:0:1,5,1"), new FirstComeFirstServedPolicy()).ContextSwitches);

    private static string Shown(Timeline timeline) =>
        string.Join(", ", timeline.Slices.Select(slice => $"{slice.Job.Name} {slice.Start}-{slice.End}"));
}
