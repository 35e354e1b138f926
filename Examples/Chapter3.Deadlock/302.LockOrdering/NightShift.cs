using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LockOrder;

/// <summary>The same three jobs at the same time, many times, through <see cref="OrderedLocks"/>.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="rounds">How often each job is done.</param>
public sealed class NightShift(Stage stage, int rounds)
{
    private const int Cutter = 0, Press = 1, Binder = 2;

    private readonly int[] _at = new int[3]; // how many jobs are at a machine; by Interlocked
    private int _done, _collisions;          // by Interlocked until all have ended

    /// <summary>Runs them, and says whether all were done, and whether two were ever at one machine.</summary>
    public void Through(OrderedLocks machines)
    {
        var start = Stopwatch.GetTimestamp();
        var group = new ThreadGroup();
        group.Start("book", () => Work(machines, Press, Binder));
        group.Start("calendar", () => Work(machines, Binder, Cutter));     // asks in its own order
        group.Start("flyer", () => Work(machines, Cutter, Press));
        group.Join();
        stage.WriteLine($"through OrderedLocks, all together: {_done} of {3 * rounds} jobs done in "
            + $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {_collisions} times two at one machine");
    }

    private void Work(OrderedLocks machines, params int[] needed)
    {
        for (var round = 0; round < rounds; round++)
        {
            using (machines.AcquireAll(needed, stage.Cancel))              // [solution]
            {
                foreach (var machine in needed)
                    if (Interlocked.Increment(ref _at[machine]) > 1) Interlocked.Increment(ref _collisions);
                foreach (var machine in needed) Interlocked.Decrement(ref _at[machine]);
            }
            Interlocked.Increment(ref _done);
            stage.Cancel.ThrowIfCancellationRequested();
        }
    }
}
