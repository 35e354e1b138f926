// One round with --overlap 2. The relay, on the main thread, calls them up one by one, and opens the latch of the one that
// may go; each line happens only when the one above it has:
//
//      r1 comes, r2 comes                    both are inside
//      w1 comes                              it has to wait
//      r3 comes               r1 may go      with reader preference two are inside at any moment, so w1 waits on;
//      r4 comes               r2 may go      with a fair lock r3 and r4 wait behind w1, and w1 is in when r2 has gone
//      ...
//      all have come          all may go
//
// Nothing in it is left to luck: a reader goes only when the next one is inside or asleep.

using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>A relay of readers that overlap, and writers that come when the first ones are inside.</summary>
/// <param name="stage">For its token and its clock.</param>
/// <param name="readers">How many come in a round, more than <paramref name="overlap"/>.</param>
/// <param name="writers">How many come in a round, each once.</param>
/// <param name="overlap">How many readers are inside, if the lock lets them, when the next one comes.</param>
/// <param name="everyMs">The pause before each reader that comes after the writers.</param>
/// <param name="writeMs">How long a writer stays.</param>
public sealed class Relay(Stage stage, int readers, int writers, int overlap, int everyMs, int writeMs)
{
    /// <summary>Runs one round through <paramref name="gate"/>, and returns when all have gone.</summary>
    public RoundLog Run(IReadersWriterGate gate)
    {
        var log = new RoundLog();
        var mayGo = Enumerable.Range(0, readers).Select(_ => new OneShotLatch()).ToList();
        var visitors = new ThreadGroup();

        void Comes(string name, bool writes, Action stay)
        {
            var visitor = new Visitor(name, number: visitors.Workers.Count + 1, writes, gate, log, stay);
            visitors.Start(visitor);
            SpinWait.SpinUntil(() => visitor.HasCome || stage.Cancel.IsCancellationRequested); // [has come]
            stage.Cancel.ThrowIfCancellationRequested();
        }

        try
        {
            for (var i = 0; i < readers; i++)
            {
                if (i == overlap)
                    for (var w = 1; w <= writers; w++) Comes($"w{w}", writes: true, () => stage.Sleep(writeMs));

                if (i >= overlap) stage.Sleep(everyMs);
                var latch = mayGo[i];
                Comes($"r{i + 1}", writes: false, () => latch.Wait(stage.Cancel));
                if (i >= overlap) mayGo[i - overlap].Open(); // [may go] not before the next one has come
            }
        }
        finally
        {
            mayGo.ForEach(latch => latch.Open()); // also when interrupted: nobody stays behind
            visitors.Join();
        }
        return log;
    }
}
