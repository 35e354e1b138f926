using System.Diagnostics;

namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>Measures a piece of work several times, after once for nothing.</summary>
/// <remarks>The median: one run in which the system did something else does not spoil it, as it would spoil a mean.</remarks>
public static class Median
{
    /// <summary>The median time of <paramref name="repetitions"/> runs, in milliseconds.</summary>
    /// <param name="repetitions">At least 1; the warm-up is not counted.</param>
    /// <param name="work">What is measured.</param>
    /// <param name="cancel">Looked at before each run but the warm-up.</param>
    /// <exception cref="OperationCanceledException">Cancelled between two runs.</exception>
    public static double Of(int repetitions, Action work, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        work(); // the warm-up: compiled, and its memory touched
        var times = new double[repetitions];
        for (var i = 0; i < repetitions; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            work();
            // At least a tick: what is divided by it shall stay a number.
            times[i] = Math.Max(1, Stopwatch.GetTimestamp() - start) * 1_000.0 / Stopwatch.Frequency;
        }
        Array.Sort(times);
        return (times[(repetitions - 1) / 2] + times[repetitions / 2]) / 2;
    }
}
