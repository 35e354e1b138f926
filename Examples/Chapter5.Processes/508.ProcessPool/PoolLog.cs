using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pools;

namespace Workbook.Examples.Processes.Pools;

/// <summary>What happened in a pool: kept, and printed in its worker's column as it is told.</summary>
/// <remarks>Any thread may call any member.</remarks>
public sealed class PoolLog(Stage stage, int workers)
{
    private const int Width = 15; // of a column

    private readonly long _start = Stopwatch.GetTimestamp();

    private readonly ParkingMutex _mutex = new(); // guards, and keeps printed lines in order:
    private readonly List<PoolEvent> _events = [];

    /// <summary>All so far, in order; a copy.</summary>
    public IReadOnlyList<PoolEvent> Events { get { using (_mutex.Hold()) return [.. _events]; } }

    /// <summary>Writes the headings of the columns.</summary>
    public void Head()
    {
        var columns = Enumerable.Range(1, workers).Select(n => $"worker {n}".PadRight(Width));
        stage.WriteLine($"  {"ms",4}  {string.Concat(columns)}".TrimEnd());
    }

    /// <summary>This has happened.</summary>
    public void Add(PoolEvent happened)
    {
        var text = happened.Kind switch
        {
            PoolEventKind.WorkerStarted => $"is {happened.ProcessId}",
            PoolEventKind.JobStarted => $"{happened.Job} begins",
            PoolEventKind.JobDone => $"{happened.Job} done",
            PoolEventKind.WorkerEnded => "goes home",
            _ => $"DIED, {happened.Exit}",
        };
        using (_mutex.Hold())
        {
            _events.Add(happened);
            if (stage.Cancel.IsCancellationRequested) return; // the workers are killed now: nothing to learn from that
            var column = new string(' ', (happened.Worker - 1) * Width);
            stage.WriteLine($"  {(int)Stopwatch.GetElapsedTime(_start).TotalMilliseconds,4}  {column}{text}");
        }
    }
}
