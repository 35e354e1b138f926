// Who takes what, and in which order. What each waits for before it goes on:
//
//      owner                                   thief
//      forks A, waits until it has begun       steals A, the only one there is; in it, waits until D has begun
//      forks B, C, D
//      joins D: runs it; in it, waits          ends A, and looks for work: steals B
//      until B has begun                       in it, waits until C has ended
//      joins C: runs it                        ends B
//
// Nothing but the waits fixes the order; that D and not B is popped, and B and not D stolen, is the deque's doing.

using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>One worker forks four branches, another steals two of them.</summary>
public static class Theft
{
    /// <summary>Plays it, and shows what happened.</summary>
    public static void Play(Stage stage)
    {
        using var pool = new WorkStealingPool(2);
        var log = new TheftLog();
        OneShotLatch aHasBegun = new(), bHasBegun = new(), cHasEnded = new(), dHasBegun = new();

        Branch Fork(string name, Action body) => log.Forks(name, () => pool.Fork(() => // [fork]
        {
            log.Begins(name);                                                          // [begin]
            body();
            log.Ends(name);
        }));

        pool.Run(() =>
        {
            log.OwnerIsHere();
            var a = Fork("A", () => { aHasBegun.Open(); dHasBegun.Wait(stage.Cancel); });
            aHasBegun.Wait(stage.Cancel);
            var b = Fork("B", () => { bHasBegun.Open(); cHasEnded.Wait(stage.Cancel); });
            var c = Fork("C", () => { });
            var d = Fork("D", () => { dHasBegun.Open(); bHasBegun.Wait(stage.Cancel); });
            d.Join();                                                                  // [join]
            c.Join();
            cHasEnded.Open();
            b.Join();
            a.Join();
        }, stage.Cancel);

        stage.Table("one forks, one steals", ["step", "owner", "thief", "owner's deque, oldest first"], log.Rows);
        stage.WriteLine($"stolen: {log.Stolen}; the pool counts {pool.Figures.Sum(worker => worker.Stole)} thefts");
    }
}
