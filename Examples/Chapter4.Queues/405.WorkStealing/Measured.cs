using System.Diagnostics;
using Workbook.Concurrency.Pools;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>The median run of a sort.</summary>
/// <param name="Ms">How long it took.</param>
/// <param name="Cores">How many cores the process had meanwhile, on average.</param>
/// <param name="Workers">What each worker did in it.</param>
public sealed record Measured(double Ms, double Cores, IReadOnlyList<WorkStealingFigures> Workers)
{
    /// <summary>How many jobs it had.</summary>
    public long Jobs => Workers.Sum(worker => worker.Ran);

    /// <summary>How many of them were stolen.</summary>
    public long Stolen => Workers.Sum(worker => worker.Stole);

    /// <summary>Runs once for nothing, then several times, and keeps the run in the middle.</summary>
    /// <param name="repetitions">At least 1.</param>
    /// <param name="prepare">Before each run; not measured.</param>
    /// <param name="work">What is measured.</param>
    /// <param name="figures">Of the pool so far; read before and after each run, when nothing runs.</param>
    /// <param name="check">After each run; not measured.</param>
    public static Measured Median(
        int repetitions, Action prepare, Action work, Func<IReadOnlyList<WorkStealingFigures>> figures, Action check)
    {
        List<Measured> runs = [];
        for (var i = 0; i <= repetitions; i++)
        {
            prepare();
            var (before, cpu, start) = (figures(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            work();
            var ms = Math.Max(0.001, Stopwatch.GetElapsedTime(start).TotalMilliseconds); // it is divided by
            var cores = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / ms;
            check();
            var done = figures().Zip(before, (now, then) =>
                new WorkStealingFigures(now.Worker, now.Ran - then.Ran, now.Stole - then.Stole));
            if (i > 0) runs.Add(new Measured(ms, cores, [.. done])); // the first warmed it up
        }
        return runs.OrderBy(run => run.Ms).ElementAt((runs.Count - 1) / 2);
    }
}
