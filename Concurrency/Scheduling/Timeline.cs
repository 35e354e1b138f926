//      tick   0    5    10
//      A      ####....###       Slices: (A, 0, 4) (B, 4, 6) (C, 6, 8) (A, 8, 11); B and C arrived at 2
//      B        ..##
//      C        ....##          waiting ('.'): A 4, B 2, C 4
//
//   I1  Slices are in order of time and do not overlap: one CPU.
//   I2  The slices of a job add up to its CPU ticks, and none starts before its arrival.
//
// Everything else is computed from the slices, so that a figure cannot disagree with the chart.

using System.Diagnostics;

namespace Workbook.Concurrency.Scheduling;

/// <summary>What happened on the simulated CPU, and what came of it for each job.</summary>
[DebuggerDisplay("{Figures.Count} jobs, {Slices.Count} slices, {End} ticks")]
public sealed class Timeline
{
    internal Timeline(IReadOnlyList<Job> jobs, IReadOnlyList<Slice> slices)
    {
        Debug.Assert(slices.Zip(slices.Skip(1)).All(pair => pair.First.End <= pair.Second.Start), "I1");
        Slices = slices;
        var byJob = slices.ToLookup(slice => slice.Job);
        Figures = [.. jobs.Select(job => Fare(job, [.. byJob[job]]))];
    }

    /// <summary>The turns on the CPU, in order of time. Two turns of one job in a row are two slices.</summary>
    public IReadOnlyList<Slice> Slices { get; }

    /// <summary>The figures of each job, in the order in which the jobs were given.</summary>
    public IReadOnlyList<JobFigures> Figures { get; }

    /// <summary>The tick at which the last job was complete.</summary>
    public int End => Slices[^1].End;

    /// <summary>The ticks from 0 to <see cref="End"/> during which nobody ran.</summary>
    public int IdleTicks => End - Slices.Sum(slice => slice.Length);

    /// <summary>How often the CPU went from one job to another. The same job again, even after an idle time, is none.</summary>
    public int ContextSwitches => Slices.Zip(Slices.Skip(1)).Count(pair => pair.First.Job != pair.Second.Job);

    /// <summary>In ticks, over all jobs.</summary>
    public double AverageTurnaround => Figures.Average(job => job.Turnaround);

    /// <summary>In ticks, over all jobs.</summary>
    public double AverageWaiting => Figures.Average(job => job.Waiting);

    /// <summary>In ticks, over all jobs.</summary>
    public double AverageResponse => Figures.Average(job => job.Response);

    /// <summary>When the job waited for input or output: from, and up to, not including.</summary>
    public IEnumerable<(int Start, int End)> IoWaits(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var phase = 0;
        var left = job.Phases[0];
        foreach (var slice in Slices.Where(slice => slice.Job == job))
        {
            left -= slice.Length;
            if (left > 0 || phase + 1 == job.Phases.Length) continue;
            yield return (slice.End, slice.End + job.Phases[phase + 1]);
            phase += 2;
            left = job.Phases[phase];
        }
    }

    private static JobFigures Fare(Job job, List<Slice> slices)
    {
        Debug.Assert(slices.Sum(slice => slice.Length) == job.CpuTicks && slices[0].Start >= job.Arrival, "I2");
        var completion = slices[^1].End;
        var waiting = (int)(completion - job.Arrival - job.CpuTicks - job.IoTicks);
        return new JobFigures(job, slices[0].Start, completion, waiting);
    }
}
