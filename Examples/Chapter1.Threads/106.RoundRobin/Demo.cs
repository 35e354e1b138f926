using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.Scheduling;

namespace Workbook.Examples.Threads.RoundRobin;

[Exercise(106, "round-robin", "Round robin", Points = 25, Small = "--random 3",
    Unexplored = "the scheduler that it simulates runs on one thread")]
public static class Demo
{
    private const string UsualJobs = "A:0:5 B:1:3 C:2:8 D:6:1,3,2";

    public static void Run(
        Stage stage,
        [Option("time slice in ticks", 1, 100)] int quantum = 3,
        [Option("jobs as name:arrival:ticks, or name:arrival:cpu,io,cpu with a wait for a device")] string jobs = UsualJobs,
        [Option("how many jobs to make up instead, 0 for none", 0, JobGenerator.MaxJobs)] int random = 0,
        [Option("which jobs are made up: the same seed, the same jobs")] int seed = 1)
    {
        var given = JobOptions.Read(jobs, UsualJobs, random, seed);
        stage.WriteLine($"jobs {string.Join(' ', given)}");

        var timeline = CpuSimulator.Run(given, new TimeSlicePolicy(quantum)); // [run]
        ScheduleView.Gantt(stage, $"round robin, time slice {quantum}", timeline);
        stage.WriteLine();
        ScheduleView.Figures(stage, timeline);
        stage.WriteLine();

        var others = SlicesToCompare(quantum, given).Select(slice =>
        {
            stage.Cancel.ThrowIfCancellationRequested();
            return ($"{slice}", CpuSimulator.Run(given, new TimeSlicePolicy(slice)));
        });
        ScheduleView.Comparison(stage, "the same jobs with other time slices", "slice", others);
    }

    // 1, 2, 4, ... up to the first that interrupts nobody: from there on it is first come, first served.
    private static IEnumerable<int> SlicesToCompare(int quantum, IEnumerable<Job> jobs)
    {
        var longest = jobs.Max(job => job.Phases.Where((_, index) => index % 2 == 0).Max());
        var slices = new SortedSet<int> { quantum };
        var slice = 1;
        for (; slice < longest; slice *= 2) slices.Add(slice);
        slices.Add(slice);
        return slices;
    }
}
