using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.Scheduling;

/// <summary>The options <c>--jobs</c>, <c>--random</c> and <c>--seed</c> of the scheduling demos.</summary>
internal static class JobOptions
{
    /// <summary>The jobs that were asked for: typed, or made up.</summary>
    /// <param name="jobs">As <see cref="JobText"/> reads them.</param>
    /// <param name="usual">The default of <paramref name="jobs"/>, which made-up ones silently replace.</param>
    /// <param name="random">How many to make up; 0 for none.</param>
    /// <param name="seed">Which mix to make up.</param>
    /// <exception cref="BadOptionException">The text is no list of jobs, or there is too much of it.</exception>
    public static IReadOnlyList<Job> Read(string jobs, string usual, int random, int seed)
    {
        if (random > 0)
        {
            return jobs == usual
                ? JobGenerator.Generate(random, seed)
                : throw new BadOptionException("--random", "jobs are typed already; give --jobs or --random, not both");
        }
        try
        {
            var read = JobText.Parse(jobs);
            var most = read.Max(job => job.Arrival) + read.Sum(job => job.CpuTicks + job.IoTicks);
            return most <= CpuSimulator.MaxTicks
                ? read
                : throw new BadOptionException("--jobs", $"they could take {most} ticks; stay within {CpuSimulator.MaxTicks}");
        }
        catch (FormatException wrong)
        {
            throw new BadOptionException("--jobs", wrong.Message);
        }
    }
}
