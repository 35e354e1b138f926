// Compiled together with the learner's file. Each check compares who had the CPU, when, and from the queue of which level, with a
// table that was worked out by hand: the simulator has no thread and no clock, so that the same jobs always give the same table.

using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.FeedbackQueue;

[Without("is no policy of the library", "Workbook.Concurrency.Scheduling.MultilevelFeedbackQueuePolicy",
    "Workbook.Concurrency.Scheduling.RoundRobinPolicy", "Workbook.Concurrency.Scheduling.FirstComeFirstServedPolicy",
    "Workbook.Concurrency.Scheduling.ShortestJobFirstPolicy", Points = 1,
    Explains = "The library has this policy; here you write it yourself.")]
public static class Check
{
    [Check("new jobs start at the top, and who uses up its quantum sinks", Points = 4,
        Explains = "A new job is on level 1. With its quantum used up it goes one level down; at the lowest it starts anew.")]
    public static void Sinks()
    {
        Runs("A:0:20", [2, 4, 8], "A1 0-2, A2 2-6, A3 6-14, A3 14-20");
        Runs("A:0:3 B:0:2", [1, 2], "A1 0-1, B1 1-2, A2 2-4, B2 4-5");
    }

    [Check("within a level, everybody in turn", Points = 3,
        Explains = "Who is new, back from I/O or at the end of its quantum goes to the end of its level, whatever its burst.")]
    public static void In_turn()
    {
        Runs("A:0:4 B:0:4", [2], "A1 0-2, B1 2-4, A1 4-6, B1 6-8");
        Runs("A:0:3 B:0:1", [2], "A1 0-2, B1 2-3, A1 3-4");
        Runs("A:0:1,1,1 B:0:3 C:0:3", [4], "A1 0-1, B1 1-4, C1 4-7, A1 7-8");
    }

    [Check("who becomes ready above takes the CPU", Points = 3,
        Explains = "A job became ready above the running one, as a new one or back from I/O, and had to wait.")]
    public static void Preempts()
    {
        Runs("A:0:7 B:3:1", [2, 8], "A1 0-2, A2 2-3, B1 3-4, A2 4-8");
        Runs("A:0:7 B:0:1,2,1", [2, 8], "A1 0-2, B1 2-3, A2 3-5, B1 5-6, A2 6-9");
    }

    // In the first table C interrupts A, which goes on before B. In the second A has had 2 of the 4 ticks of level 2 when B
    // comes, and gets the other 2.
    [Check("who was preempted goes on first, with the rest of its quantum", Points = 4,
        Explains = "The preempted job returns to the head of its queue, and has left what it had not used of its quantum.")]
    public static void The_preempted_goes_on()
    {
        Runs("A:0:5 B:0:3 C:4:1", [1, 4], "A1 0-1, B1 1-2, A2 2-4, C1 4-5, A2 5-7, B2 7-9");
        Runs("A:0:9 B:4:3", [2, 4, 8], "A1 0-2, A2 2-4, B1 4-6, A2 6-8, B2 8-9, A3 9-12");
    }

    [Check("giving the CPU up early does not keep the level", Points = 3,
        Explains = "What a job has used of its quantum counts over all its turns on that level, also if it does I/O in between.")]
    public static void Nobody_games_it()
    {
        Runs("A:0:1,3,1,3,1", [2, 4, 8], "A1 0-1, A1 4-5, A2 8-9");
        Runs("A:0:3,1,4", [4, 8], "A1 0-3, A1 4-5, A2 5-8");
    }

    // The second A does I/O from 3 to 7. The third is boosted on the top level, after 3 of 4 ticks. In the last table short jobs
    // keep Old from the CPU; at 6 the boost, which comes before Z arrives, puts it in front.
    [Check("a boost brings everybody to the top, with nothing used", Points = 4,
        Explains = "At each multiple of boostEvery all go back to level 1 with a new quantum: who runs, waits or does I/O.")]
    public static void Boost()
    {
        Runs("A:0:11", [2, 8], "A1 0-2, A2 2-5, A1 5-7, A2 7-10, A1 10-11", boostEvery: 5);
        Runs("A:0:3,4,1", [2, 8], "A1 0-2, A2 2-3, A1 7-8", boostEvery: 5);
        Runs("A:0:6", [4, 8], "A1 0-3, A1 3-6", boostEvery: 3);
        Runs("Old:0:4 X:2:2 Y:4:2 Z:6:2", [2, 4], "Old1 0-2, X1 2-4, Y1 4-6, Old1 6-8, Z1 8-10", boostEvery: 6);
    }

    // In the first table, at 6, B runs on level 2, C waits there, and A on level 3. In the second, at 4, B runs on level 1, C
    // waits there, and A on level 2.
    [Check("at a boost the running job goes on, and then the levels from the top down", Points = 2,
        Explains = "The running job is preempted, and first on level 1; behind it stand those of level 1, of 2, and so on.")]
    public static void Order_of_a_boost()
    {
        Runs("A:0:4 B:0:3 C:0:2", [1, 2, 4], "A1 0-1, B1 1-2, C1 2-3, A2 3-5, B2 5-6, B1 6-7, C1 7-8, A1 8-9", boostEvery: 6);
        Runs("A:0:4 B:3:4 C:3:1", [2, 4], "A1 0-2, A2 2-3, B1 3-4, B1 4-6, C1 6-7, A1 7-8, B1 8-9", boostEvery: 4);
    }

    [Check("no level, a quantum below one tick and a negative boostEvery are refused", Points = 1,
        Explains = "The constructor must throw ArgumentOutOfRangeException.")]
    public static void Figures_are_checked()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new FeedbackPolicy([]), "new FeedbackPolicy([])");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new FeedbackPolicy([2, 0]), "new FeedbackPolicy([2, 0])");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new FeedbackPolicy([2], -1), "new FeedbackPolicy([2], boostEvery: -1)");
    }

    private static void Runs(string jobs, int[] quanta, string expected, int boostEvery = 0)
    {
        var timeline = CpuSimulator.Run(JobText.Parse(jobs), new FeedbackPolicy(quanta, boostEvery));
        var seen = string.Join(", ", timeline.Slices.Select(slice => $"{slice.Job.Name}{slice.Level} {slice.Start}-{slice.End}"));
        var boost = boostEvery == 0 ? "" : $", a boost every {boostEvery} ticks";
        Must.Hold(seen == expected, $"jobs {jobs}, quanta {string.Join(", ", quanta)}{boost}: the CPU had {seen}; "
            + $"it should have had {expected} (A2 is A from level 2)");
    }
}
