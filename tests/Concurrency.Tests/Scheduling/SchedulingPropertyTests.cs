using Workbook.Concurrency.Scheduling;

namespace Workbook.Concurrency.Tests.Scheduling;

/// <summary>What must hold for any jobs, tried on two hundred generated mixes per policy.</summary>
public class SchedulingPropertyTests
{
    public static TheoryData<string> Policies =>
        ["FCFS", "SJF", "RR 1", "RR 3", "MLFQ", "MLFQ with boost", "MLFQ with all options"];

    private static ISchedulingPolicy Make(string policy) => policy switch
    {
        "FCFS" => new FirstComeFirstServedPolicy(),
        "SJF" => new ShortestJobFirstPolicy(),
        "RR 1" => new RoundRobinPolicy(1),
        "RR 3" => new RoundRobinPolicy(3),
        "MLFQ" => new MultilevelFeedbackQueuePolicy([2, 4, 8]),
        "MLFQ with boost" => new MultilevelFeedbackQueuePolicy([1, 3, 5], boostEvery: 17),
        _ => new MultilevelFeedbackQueuePolicy([2, 4], boostEvery: 10, quantaPerAllotment: 3, ioFirst: true),
    };

    private static IEnumerable<IReadOnlyList<Job>> Mixes =>
        Enumerable.Range(0, 200).Select(seed => JobGenerator.Generate(count: 1 + seed % 9, seed));

    // The ticks at which each job could use the CPU, by its own account: from the slices of the timeline and the job's phases.
    private static HashSet<int> Wants(Timeline timeline, Job job)
    {
        var end = timeline.Figures.Single(figures => figures.Job == job).Completion;
        var doesIo = timeline.IoWaits(job).SelectMany(wait => Enumerable.Range(wait.Start, wait.End - wait.Start));
        return [.. Enumerable.Range(job.Arrival, end - job.Arrival).Except(doesIo)];
    }

    [Theory, MemberData(nameof(Policies))]
    public void The_CPU_never_runs_two_jobs(string policy)
    {
        foreach (var jobs in Mixes)
        {
            var slices = CpuSimulator.Run(jobs, Make(policy)).Slices;
            Assert.All(slices, slice => Assert.True(slice.Start < slice.End));
            Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void Every_job_runs_exactly_its_bursts_after_its_arrival_and_not_during_its_io(string policy)
    {
        foreach (var jobs in Mixes)
        {
            var timeline = CpuSimulator.Run(jobs, Make(policy));
            foreach (var job in jobs)
            {
                var runs = timeline.Slices.Where(slice => slice.Job == job).ToList();
                Assert.Equal(job.CpuTicks, runs.Sum(slice => slice.Length));
                Assert.Equal(job.IoTicks, timeline.IoWaits(job).Sum(wait => wait.End - wait.Start));

                var wants = Wants(timeline, job);
                Assert.All(runs, slice => Assert.True(wants.IsSupersetOf(Enumerable.Range(slice.Start, slice.Length))));
                Assert.Equal(wants.Count - job.CpuTicks, timeline.Figures.Single(figures => figures.Job == job).Waiting);
            }
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void The_CPU_is_never_idle_while_a_job_is_ready(string policy)
    {
        foreach (var jobs in Mixes)
        {
            var timeline = CpuSimulator.Run(jobs, Make(policy));
            var wanted = jobs.SelectMany(job => Wants(timeline, job)).ToHashSet();
            var busy = timeline.Slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Length)).ToHashSet();
            Assert.Equal(wanted.Order(), busy.Order());
            Assert.Equal(timeline.End - busy.Count, timeline.IdleTicks);
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void The_same_policy_used_again_gives_the_same_timeline(string policy)
    {
        var used = Make(policy);
        foreach (var jobs in Mixes)
            Assert.Equal(CpuSimulator.Run(jobs, Make(policy)).Slices, CpuSimulator.Run(jobs, used).Slices);
    }

    [Fact]
    public void Round_robin_never_runs_longer_than_its_quantum_while_another_waits()
    {
        foreach (var jobs in Mixes)
        {
            var timeline = CpuSimulator.Run(jobs, new RoundRobinPolicy(3));
            var wants = jobs.ToDictionary(job => job, job => Wants(timeline, job));
            var (holder, heldFor) = ((Job?)null, 0);
            foreach (var slice in timeline.Slices)
            {
                for (var tick = slice.Start; tick < slice.End; tick++)
                {
                    // Who wanted the CPU in this tick and in the one before was in the queue when the turn could have ended.
                    var anotherWaits = jobs.Any(job => job != slice.Job && wants[job].IsSupersetOf([tick - 1, tick]));
                    (holder, heldFor) = (slice.Job, slice.Job == holder && anotherWaits ? heldFor + 1 : 1);
                    Assert.InRange(heldFor, 1, 3);
                }
            }
        }
    }

    [Fact]
    public void Shortest_job_first_waits_no_longer_than_the_best_of_all_orders()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var jobs = Enumerable.Range(0, 1 + seed % 6).Select(i => new Job($"J{i}", 0, random.Next(1, 10))).ToList();

            var best = Orders(jobs).Min(order => CpuSimulator.Run(order, new FirstComeFirstServedPolicy()).AverageWaiting);
            Assert.Equal(best, CpuSimulator.Run(jobs, new ShortestJobFirstPolicy()).AverageWaiting, precision: 10);
        }
    }

    [Fact]
    public void Nobody_runs_on_a_lower_level_while_a_higher_one_waits_in_the_feedback_queue()
    {
        foreach (var jobs in Mixes)
        {
            var timeline = CpuSimulator.Run(jobs, new MultilevelFeedbackQueuePolicy([2, 4, 8]));
            // A job that is new waits at the top: as long as it has not run, nobody below may.
            foreach (var figures in timeline.Figures)
                Assert.DoesNotContain(timeline.Slices,
                    slice => slice.Level > 1 && slice.End > figures.Job.Arrival && slice.Start < figures.Start);
        }
    }

    [Fact]
    public void Round_robin_with_an_endless_quantum_is_first_come_first_served()
    {
        foreach (var jobs in Mixes)
            Assert.Equal(
                CpuSimulator.Run(jobs, new FirstComeFirstServedPolicy()).Slices,
                CpuSimulator.Run(jobs, new RoundRobinPolicy(int.MaxValue)).Slices);
    }

    [Fact]
    public void A_feedback_queue_of_one_level_is_round_robin_as_long_as_nobody_does_io()
    {
        foreach (var jobs in Mixes.Where(jobs => jobs.All(job => job.IoTicks == 0)))
            Assert.Equal(
                CpuSimulator.Run(jobs, new RoundRobinPolicy(3)).Slices,
                CpuSimulator.Run(jobs, new MultilevelFeedbackQueuePolicy([3])).Slices.Select(slice => slice with { Level = 0 }));
    }

    private static IEnumerable<IEnumerable<Job>> Orders(IReadOnlyList<Job> jobs) => jobs.Count == 0
        ? [[]]
        : jobs.SelectMany(first => Orders([.. jobs.Where(job => job != first)]).Select(rest => rest.Prepend(first)));
}
