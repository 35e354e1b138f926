// writer                              reader
//   first step
//   Meet: opens _isHalfWay            waits for it
//         waits for _hasLooked        looks
//                                     opens _hasLooked
//   second step

using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Lets a reader look when a writer is exactly between its two steps.</summary>
public sealed class HalfWay(CancellationToken cancel)
{
    private readonly OneShotLatch _isHalfWay = new(), _hasLooked = new();

    /// <summary>Runs the writer and the reader, each on a thread of its own, until both are through.</summary>
    /// <param name="write">The two steps; it calls <see cref="Meet"/> between them.</param>
    /// <param name="look">What the reader does then.</param>
    public void Run(Action write, Action look)
    {
        var group = new ThreadGroup();
        group.Start("writer", write);
        group.Start("reader", () =>
        {
            _isHalfWay.Wait(cancel);
            look();
            _hasLooked.Open();
        });
        group.Join();
    }

    /// <summary>The writer stands between its steps: blocks until the reader has looked.</summary>
    public void Meet()
    {
        _isHalfWay.Open();
        _hasLooked.Wait(cancel);
    }
}
