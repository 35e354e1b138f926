using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Pools;

/// <summary>Waiting for several futures.</summary>
/// <remarks>These wait only: what a future failed with is thrown by its own
/// <see cref="Future.Join(CancellationToken)"/>.</remarks>
public static class Futures
{
    /// <summary>Blocks until all have ended, in whatever way.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the last end; the futures are not.</exception>
    public static void WaitAll(IEnumerable<Future> futures, CancellationToken cancel = default) =>
        WaitAll(futures, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Blocks until all have ended, but not for longer than <paramref name="timeout"/> in total.</summary>
    /// <param name="futures">Whom to wait for; none of them: it returns at once.</param>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the futures; an already cancelled one means: do not wait.</param>
    /// <returns>True when all have ended, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the last end; the futures are not.</exception>
    public static bool WaitAll(IEnumerable<Future> futures, TimeSpan timeout, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        var deadline = Deadline.After(timeout);
        foreach (var future in futures)
        {
            if (future.HasEndedWithin(deadline, cancel)) continue;
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        return true;
    }

    /// <summary>Blocks until one has ended, in whatever way.</summary>
    /// <returns>The index of one that has ended; of several, the lowest.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the first end; the futures are not.</exception>
    /// <exception cref="ArgumentException">There is none to wait for.</exception>
    public static int WaitAny(IReadOnlyList<Future> futures, CancellationToken cancel = default)
    {
        TryWaitAny(futures, out var index, Timeout.InfiniteTimeSpan, cancel);
        return index;
    }

    /// <summary>Blocks until one has ended, in whatever way, but not for longer than <paramref name="timeout"/>.</summary>
    /// <remarks>It is woken by a callback: those that were registered on that future before run first.</remarks>
    /// <param name="futures">Whom to wait for, at least one.</param>
    /// <param name="index">The index of one that has ended (of several, the lowest); -1 when none has.</param>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the futures; an already cancelled one means: do not wait.</param>
    /// <returns>True when one has ended, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the first end; the futures are not.</exception>
    /// <exception cref="ArgumentException">There is none to wait for.</exception>
    public static bool TryWaitAny(
        IReadOnlyList<Future> futures, out int index, TimeSpan timeout, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        if (futures.Count == 0) throw new ArgumentException("Nothing to wait for; pass at least one future.", nameof(futures));

        var oneHasEnded = new OneShotLatch();
        Action<Future> open = _ => oneHasEnded.Open();
        try
        {
            foreach (var future in futures) future.OnDone(open);
            oneHasEnded.Wait(timeout, cancel);
        }
        finally
        {
            foreach (var future in futures) future.Forget(open); // or each wait would leave a callback on those that run on
        }
        for (index = 0; index < futures.Count; index++)
            if (futures[index].IsDone) return true;
        index = -1;
        return false;
    }
}
