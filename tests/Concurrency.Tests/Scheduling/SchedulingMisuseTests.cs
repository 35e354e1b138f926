using Workbook.Concurrency.Scheduling;

namespace Workbook.Concurrency.Tests.Scheduling;

public class SchedulingMisuseTests
{
    private readonly ISchedulingPolicy _policy = new FirstComeFirstServedPolicy();

    [Fact]
    public void A_job_without_a_name_is_refused() => Assert.Throws<ArgumentException>(() => new Job("", 0, 1));

    [Theory, InlineData("a b"), InlineData("a:b"), InlineData("a\n")]
    public void A_name_that_the_text_form_could_not_tell_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new Job(name, 0, 1));

    [Fact]
    public void A_job_that_arrives_before_tick_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Job("A", -1, 1));

    [Fact]
    public void A_job_that_does_not_end_on_the_CPU_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Job("A", 0));
        Assert.Throws<ArgumentException>(() => new Job("A", 0, 1, 2));
    }

    [Theory, InlineData(0), InlineData(-3)]
    public void A_phase_that_takes_no_time_is_refused(int ticks)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Job("A", 0, ticks));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Job("A", 0, 1, ticks, 1));
    }

    [Fact]
    public void Jobs_with_the_same_content_are_equal()
    {
        Assert.Equal(new Job("A", 0, 1, 2, 3), new Job("A", 0, 1, 2, 3));
        Assert.Equal(new Job("A", 0, 1, 2, 3).GetHashCode(), new Job("A", 0, 1, 2, 3).GetHashCode());
        Assert.NotEqual(new Job("A", 0, 1, 2, 3), new Job("A", 0, 1, 2, 4));
        Assert.NotEqual(new Job("A", 0, 1), new Job("A", 1, 1));
    }

    [Fact]
    public void A_job_keeps_its_phases_when_the_list_that_it_was_made_from_changes()
    {
        int[] phases = [1, 2, 3];
        var job = new Job("A", 0, phases);
        phases[0] = 99;
        Assert.Equal((4, 2), (job.CpuTicks, job.IoTicks));
    }

    [Fact]
    public void Nothing_to_run_is_refused() =>
        Assert.Throws<ArgumentException>(() => CpuSimulator.Run([], _policy));

    [Fact]
    public void Two_jobs_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => CpuSimulator.Run([new Job("A", 0, 1), new Job("A", 1, 1)], _policy));

    [Fact]
    public void Jobs_that_could_run_for_longer_than_the_maximum_are_refused()
    {
        var longest = new Job("A", 1, CpuSimulator.MaxTicks - 1);
        Assert.Equal(CpuSimulator.MaxTicks, CpuSimulator.Run([longest], _policy).End);

        Assert.Throws<ArgumentException>(() => CpuSimulator.Run([longest, new Job("B", 0, 1)], _policy));
        Assert.Throws<ArgumentException>(
            () => CpuSimulator.Run([new Job("B", int.MaxValue, int.MaxValue, 1, int.MaxValue)], _policy));
    }

    [Fact]
    public void A_quantum_below_one_tick_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RoundRobinPolicy(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultilevelFeedbackQueuePolicy([2, 0]));
    }

    [Fact]
    public void A_feedback_queue_without_levels_or_with_negative_figures_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MultilevelFeedbackQueuePolicy([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultilevelFeedbackQueuePolicy([1], boostEvery: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultilevelFeedbackQueuePolicy([1], quantaPerAllotment: 0));
    }

    [Fact]
    public void A_policy_that_chooses_a_job_which_is_not_ready_is_told_who_is()
    {
        var failure = Assert.Throws<InvalidOperationException>(
            () => CpuSimulator.Run(JobText.Parse("A:0:1 B:0:1 C:5:1"), new Fixed(new Turn(new Job("C", 5, 1)))));
        Assert.Equal("The policy chose C at tick 0; choose one of the ready jobs: A, B.", failure.Message);
    }

    [Fact]
    public void A_policy_that_chooses_nobody_or_gives_no_time_is_refused()
    {
        var job = new Job("A", 0, 1);
        Assert.Throws<InvalidOperationException>(() => CpuSimulator.Run([job], new Fixed(default)));
        Assert.Throws<InvalidOperationException>(() => CpuSimulator.Run([job], new Fixed(new Turn(job, Limit: 0))));
    }

    [Fact]
    public void A_policy_that_preempts_at_every_tick_still_comes_to_an_end()
    {
        var job = new Job("A", 0, 3);
        Assert.Equal(3, CpuSimulator.Run([job], new Fixed(new Turn(job), preempts: true)).Slices.Count);
    }

    private sealed class Fixed(Turn turn, bool preempts = false) : ISchedulingPolicy
    {
        public void Ready(Job job, int burst, ReadyReason reason) { }
        public bool Preempts(Job running) => preempts;
        public Turn Next() => turn;
    }
}
