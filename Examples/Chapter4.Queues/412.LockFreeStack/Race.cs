using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.LockFreeStacks;

/// <summary>Many threads push and pop at once; afterwards each item must have come out once.</summary>
/// <param name="threads">Each pushes its own items, and pops after every push.</param>
/// <param name="items">For each thread.</param>
public sealed class Race(int threads, int items)
{
    /// <summary>What came of it.</summary>
    /// <param name="Elapsed">From the start of the last thread until all had ended.</param>
    /// <param name="Lost">Items that never came out.</param>
    /// <param name="Twice">Items that came out more than once.</param>
    public sealed record Result(TimeSpan Elapsed, int Lost, int Twice);

    /// <param name="push">Of the stack.</param>
    /// <param name="tryPop">Of the stack; null when it was empty.</param>
    /// <param name="cancel">Ends it.</param>
    public Result Run(Action<int> push, Func<int?> tryPop, CancellationToken cancel)
    {
        var timesPopped = new int[threads * items];
        var allAreThere = new CountDownLatch(threads);
        var group = new ThreadGroup();
        for (var t = 0; t < threads; t++)
        {
            var first = t * items;
            group.Start($"thread {t + 1}", () =>
            {
                allAreThere.CountDown();
                allAreThere.Wait(cancel);
                for (var i = 0; i < items; i++)
                {
                    push(first + i);
                    if (tryPop() is { } item) Interlocked.Increment(ref timesPopped[item]);
                    if (i % 1024 == 0) cancel.ThrowIfCancellationRequested();
                }
            });
        }
        var began = Stopwatch.GetTimestamp();
        group.Join();
        var elapsed = Stopwatch.GetElapsedTime(began);

        while (tryPop() is { } left)
        {
            cancel.ThrowIfCancellationRequested(); // a wrong stack may go round in circles
            timesPopped[left]++;
        }
        return new Result(elapsed, timesPopped.Count(times => times == 0), timesPopped.Count(times => times > 1));
    }
}
