using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

[Exercise(107, "feedback-queue", "Feedback queue", Points = 25, Small = "--random 3",
    Unexplored = "the scheduler that it simulates runs on one thread")]
public static class Demo
{
    private const string UsualJobs = "Long:0:24 Keys:1:1,5,1,5,1,5,1 Calc:4:10 Tiny:17:2";

    public static void Run(
        Stage stage,
        [Option("jobs as name:arrival:ticks, or name:arrival:cpu,io,cpu with a wait for a device")] string jobs = UsualJobs,
        [Option("levels; each has twice the quantum of the one above", 1, 9)] int levels = 3,
        [Option("quantum of the highest level in ticks, and of the round robin beside it", 1, 100)] int quantum = 2,
        [Option("ticks between two boosts, at which all jobs return to the top; 0 for never", 0, 10_000)] int boost = 20,
        [Option("how many jobs to make up instead, 0 for none", 0, JobGenerator.MaxJobs)] int random = 0,
        [Option("which jobs are made up: the same seed, the same jobs")] int seed = 1)
    {
        var given = JobOptions.Read(jobs, UsualJobs, random, seed);
        stage.WriteLine($"jobs {string.Join(' ', given)}");

        int[] quanta = [.. Enumerable.Range(0, levels).Select(level => quantum << level)];
        var timeline = CpuSimulator.Run(given, new FeedbackPolicy(quanta, boost)); // [run]
        var boosted = boost == 0 ? "never a boost" : $"a boost every {boost} ticks";
        ScheduleView.Gantt(stage, $"feedback queue, quanta {string.Join(", ", quanta)}, {boosted}", timeline);
        stage.WriteLine();
        ScheduleView.Figures(stage, timeline);
        stage.WriteLine();

        stage.Cancel.ThrowIfCancellationRequested();
        ScheduleView.Comparison(stage, "the same jobs under other policies", "policy",
        [
            ("first come, first served", CpuSimulator.Run(given, new FirstComeFirstServedPolicy())),
            ("shortest job first", CpuSimulator.Run(given, new ShortestJobFirstPolicy())),
            ($"round robin, {quantum}", CpuSimulator.Run(given, new RoundRobinPolicy(quantum))),
            ("feedback queue", timeline),
            ("feedback queue, no boost", CpuSimulator.Run(given, new FeedbackPolicy(quanta))),
        ]);
    }
}
