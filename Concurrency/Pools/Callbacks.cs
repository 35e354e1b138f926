using System.Runtime.CompilerServices;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Pools;

/// <summary>Runs the callbacks of a <see cref="Future"/> that has ended.</summary>
internal static class Callbacks
{
    /// <summary>Runs all, one after another; one that throws is reported, and harms no other.</summary>
    public static void Run(Future ended, List<Action<Future>> callbacks)
    {
        // A callback may end the next future, whose callback ends the next: a chain of any length, each link deeper in the stack.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            RunOnFreshStack(ended, callbacks);
            return;
        }
        foreach (var callback in callbacks)
        {
            try { callback(ended); }
            catch (Exception e) { StrayFailures.Report("a callback of a future", e); }
        }
    }

    private static void RunOnFreshStack(Future ended, List<Action<Future>> callbacks)
    {
        var fresh = WorkerThread.Start("callbacks of a long chain", () => Run(ended, callbacks));
        var interrupted = false;
        for (var hasEnded = false; !hasEnded;)
        {
            try { hasEnded = fresh.Join(Timeout.InfiniteTimeSpan); }
            catch (ThreadInterruptedException) { interrupted = true; } // who ends a future relies on the callbacks having run
        }
        if (interrupted) Thread.CurrentThread.Interrupt(); // for the next wait
    }
}
