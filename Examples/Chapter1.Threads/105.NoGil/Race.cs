// The same job three ways, four workers:
//
//      one after another   |serial|part 1|part 2|part 3|part 4|
//      threads             |serial|part 1 .. 4|
//      processes           |serial|start-up   |part 1 .. 4|

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Threads.NoGil;

/// <summary>Runs a job in each of the ways, and times them.</summary>
/// <param name="job">What is to be done.</param>
/// <param name="workers">How many parts the rest of the job is split into, at least 1.</param>
/// <param name="cancel">Ends the job, and the children with it.</param>
public sealed class Race(IJob job, int workers, CancellationToken cancel)
{
    /// <summary>All parts by the calling thread.</summary>
    public Measured OneAfterAnother() => Time("one after another", 1, counts =>
    {
        for (var part = 0; part < workers; part++) counts[part] = job.DoPart(part, workers, cancel);
    });

    /// <summary>A thread for each part.</summary>
    /// <exception cref="AggregateException">Cancelled, as the threads noticed.</exception>
    public Measured ByThreads() => Time("threads", workers, counts =>
        InThreads("part", part => counts[part] = job.DoPart(part, workers, cancel))); // [thread]

    /// <summary>A child process for each part. The threads here only wait for their child.</summary>
    /// <exception cref="AggregateException">Cancelled, and the children are gone; or a child failed.</exception>
    public Measured ByProcesses()
    {
        var startups = new double[workers];
        var measured = Time("processes", workers, counts => InThreads("child", part =>
        {
            var start = Stopwatch.GetTimestamp();
            // Ctrl+C is for us: we end it.
            var options = new ChildOptions { Name = $"{job.Name} {part + 1}/{workers}", IgnoreInterrupt = true };
            using var child = ChildProcess.Start(DoPart, job, part, workers, options); // [spawn]
            var done = child.Result(cancel); // [process]
            counts[part] = done.Count;
            startups[part] = Stopwatch.GetElapsedTime(start).TotalMilliseconds - done.WorkedMs;
        }));
        return measured with { StartupMs = startups.Average() };
    }

    // Runs in the child.
    private static PartDone DoPart(IJob job, int part, int parts)
    {
        var start = Stopwatch.GetTimestamp();
        var count = job.DoPart(part, parts, CancellationToken.None);
        return new PartDone(count, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private Measured Time(string way, int atOnce, Action<long[]> doParts)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var serial = job.DoSerialPart(cancel); // [serial] nobody else has anything to do yet
        var serialSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var counts = new long[workers]; // each element written by one worker, read after all have ended
        doParts(counts);
        var total = serial + counts.Sum();
        var seconds = Math.Max(1, Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency; // never 0: it is divided by
        var cores = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds;
        return new Measured(way, atOnce, seconds, serialSeconds, cores, total);
    }

    private void InThreads(string name, Action<int> doPart)
    {
        var group = new ThreadGroup();
        for (var part = 0; part < workers; part++)
        {
            var mine = part;
            group.Start($"{name} {mine + 1}", () => doPart(mine));
        }
        group.Join(); // without the token: each ends by itself when it fires, and no child may be left behind
    }
}
