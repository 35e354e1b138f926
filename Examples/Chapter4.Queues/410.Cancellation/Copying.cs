using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>A worker that looks at its token now and then.</summary>
public static class Copying
{
    /// <summary>Does up to <paramref name="blocks"/> blocks, and is asked to stop when <paramref name="stopAfter"/> are
    /// done.</summary>
    /// <param name="blocks">How many there are.</param>
    /// <param name="stopAfter">The moment of the request; beyond the last block nobody asks.</param>
    /// <param name="every">After how many blocks the worker looks.</param>
    /// <param name="giveUp">Ends it from outside.</param>
    /// <returns>How many were done in the end.</returns>
    public static int Run(int blocks, int stopAfter, int every, CancellationToken giveUp)
    {
        using var request = new CancellationTokenSource();
        OneShotLatch isThere = new(), isAsked = new();
        var done = 0;
        var worker = WorkerThread.Start("worker", () =>
        {
            while (done < blocks && !giveUp.IsCancellationRequested)
            {
                if (done == stopAfter)
                {
                    isThere.Open();
                    isAsked.Wait(); // so that the request comes at this very block
                }
                if (done % every == 0 && request.IsCancellationRequested) return; // [looks]
                done++;
            }
        });
        try
        {
            if (stopAfter < blocks)
            {
                isThere.Wait(giveUp);
                request.Cancel();
            }
        }
        finally
        {
            isAsked.Open();
            worker.Join();
        }
        return done;
    }
}
