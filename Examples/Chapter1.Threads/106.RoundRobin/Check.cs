// Compiled together with the learner's file. Each check compares who had the CPU, and when, with a table that was worked out by
// hand: the simulator has no thread and no clock, so that the same jobs always give the same table.

using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.RoundRobin;

[Without("is no policy of the library", "Workbook.Concurrency.Scheduling.RoundRobinPolicy",
    "Workbook.Concurrency.Scheduling.MultilevelFeedbackQueuePolicy", "Workbook.Concurrency.Scheduling.FirstComeFirstServedPolicy",
    "Workbook.Concurrency.Scheduling.ShortestJobFirstPolicy", Points = 1,
    Explains = "The library has this policy; here you write it yourself.")]
public static class Check
{
    [Check("everybody in turn, nobody longer than a slice", Points = 5,
        Explains = "The front job runs for a slice, goes to the end if it needs more, and the next one in front runs.")]
    public static void In_turn()
    {
        Runs("A:0:4 B:0:4 C:0:4", slice: 2, "A 0-2, B 2-4, C 4-6, A 6-8, B 8-10, C 10-12");
        Runs("A:0:2 B:0:2", slice: 1, "A 0-1, B 1-2, A 2-3, B 3-4");
        Runs("P:0:10 Q:0:3 R:0:3", slice: 4, "P 0-4, Q 4-7, R 7-10, P 10-14, P 14-16");
        Runs("A:1:2 B:5:1", slice: 2, "A 1-3, B 5-6");
    }

    // While B runs, C and A wait. D, new at 3, has to wait behind both.
    [Check("who is new goes to the end, behind all who wait", Points = 3,
        Explains = "A job that arrives was served before one that had been ready for longer.")]
    public static void New_at_the_end() =>
        Runs("A:0:6 B:0:2 C:0:4 D:3:2", slice: 2, "A 0-2, B 2-4, C 4-6, A 6-8, D 8-10, C 10-12, A 12-14");

    // At 2, the simulator tells of the arrival first, and then that the slice of A has ended.
    [Check("who arrives in the tick in which a slice ends stands before that job", Points = 3,
        Explains = "Jobs stand in the order of the calls of Ready, and one whose slice ends is not ready before that.")]
    public static void Arrival_before_the_end_of_a_slice()
    {
        Runs("A:0:4 B:2:3", slice: 2, "A 0-2, B 2-4, A 4-6, B 6-7");
        Runs("A:0:4 B:0:2 C:2:1", slice: 2, "A 0-2, B 2-4, C 4-5, A 5-7");
    }

    [Check("who returns from I/O goes to the end", Points = 3,
        Explains = "A job that has waited for a device was served before one that was ready when it came back.")]
    public static void Returned_at_the_end() =>
        Runs("A:0:1,1,1 B:0:3 C:0:3", slice: 3, "A 0-1, B 1-4, C 4-7, A 7-8");

    // A gives the CPU up after 1 of its 3 ticks. The other two are nobody's: A does not get them later, and the next job is not
    // charged for the one.
    [Check("a turn is a whole slice, whatever was left of another", Points = 4,
        Explains = "Each turn gets the full slice: what a job left of its last one, by I/O or by its end, does not count.")]
    public static void A_whole_slice()
    {
        Runs("A:0:1,1,3 B:0:1", slice: 3, "A 0-1, B 1-2, A 2-5");
        Runs("A:0:1 B:0:4", slice: 3, "A 0-1, B 1-4, B 4-5");
    }

    [Check("how long a burst is does not matter", Points = 3,
        Explains = "Whatever burst says, the one that was ready first is next, and the limit of its turn is the slice.")]
    public static void Burst_is_not_looked_at()
    {
        ISchedulingPolicy policy = new TimeSlicePolicy(3);
        Job longer = new("Long", 0, 9), shorter = new("Short", 0, 1);
        policy.Ready(longer, 9, ReadyReason.Arrived);
        policy.Ready(shorter, 1, ReadyReason.Arrived);
        foreach (var expected in new[] { longer, shorter })
        {
            var turn = policy.Next();
            Must.Equal(expected.Name, turn.Job.Name, "Long was ready before Short, and who is next");
            Must.Equal(3, turn.Limit, $"the limit of the turn of {turn.Job.Name}, with slices of 3,");
        }
    }

    [Check("one simulation after the other", Points = 2,
        Explains = "A policy that was used before must do the same again: something of the first simulation is left in it.")]
    public static void Used_again()
    {
        var policy = new TimeSlicePolicy(2);
        var jobs = JobText.Parse("A:0:3,1,2 B:1:3");
        var first = Shown(CpuSimulator.Run(jobs, policy));
        var second = Shown(CpuSimulator.Run(jobs, policy));
        Must.Hold(second == first, $"the first time the CPU had {first}; the second time, {second}");
    }

    [Check("a slice below one tick is refused", Points = 1,
        Explains = "The constructor must throw ArgumentOutOfRangeException for a slice below 1.")]
    public static void Slice_is_checked()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new TimeSlicePolicy(0), "new TimeSlicePolicy(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new TimeSlicePolicy(-1), "new TimeSlicePolicy(-1)");
    }

    private static void Runs(string jobs, int slice, string expected)
    {
        var seen = Shown(CpuSimulator.Run(JobText.Parse(jobs), new TimeSlicePolicy(slice)));
        Must.Hold(seen == expected, $"jobs {jobs}, slice {slice}: the CPU had {seen}; it should have had {expected}");
    }

    private static string Shown(Timeline timeline) =>
        string.Join(", ", timeline.Slices.Select(slice => $"{slice.Job.Name} {slice.Start}-{slice.End}"));
}
