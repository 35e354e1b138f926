using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Pools;

/// <summary>Who began and ended which job, and when; each entry is printed in its worker's column as it is made.</summary>
public sealed class JobLog(Stage stage, int workers)
{
    private const int Width = 12; // of a column

    private readonly long _start = Stopwatch.GetTimestamp();

    private readonly ParkingMutex _mutex = new(); // guards, and keeps printed lines in the order of the entries:
    private readonly List<JobEntry> _entries = [];

    /// <summary>All entries so far, in order; a copy.</summary>
    public IReadOnlyList<JobEntry> Entries { get { using (_mutex.Hold()) return [.. _entries]; } }

    /// <summary>Writes the headings of the columns.</summary>
    public void Head()
    {
        var columns = Enumerable.Range(1, workers).Select(n => $"worker {n}".PadRight(Width));
        stage.WriteLine($"  {"ms",4}  {string.Concat(columns)}".TrimEnd());
    }

    /// <summary>The calling worker has come so far with that job.</summary>
    public void Add(int job, JobStep step)
    {
        var worker = Thread.CurrentThread.Name!;
        using (_mutex.Hold())
        {
            var entry = new JobEntry((int)Stopwatch.GetElapsedTime(_start).TotalMilliseconds, worker, job, step);
            _entries.Add(entry);
            var column = int.Parse(worker.AsSpan(worker.LastIndexOf(' '))) - 1;
            stage.WriteLine($"  {entry.Ms,4}  {new string(' ', column * Width)}{job} {step.ToString().ToLowerInvariant()}");
        }
    }
}
