// The interleaving of LooksOnceBuffer.cs, for either buffer. What each waits for before it acts:
//
//      C1   nothing                      C2   P has put A
//      P    C1 sleeps                    C1 gets the lock again: C2 has taken A
//      P    C1 was woken: puts B

using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>Two items, two consumers, one take each; C2 is faster than the woken C1.</summary>
public static class StolenItem
{
    /// <summary>Plays it, shows what happened, and says who has what.</summary>
    /// <param name="stage">Where it is shown.</param>
    /// <param name="looksAgain">With <c>while</c>, or with <c>if</c>.</param>
    public static void Play(Stage stage, bool looksAgain)
    {
        var timeline = new StepLog(["P", "C1", "C2"], "count [slots]");
        OneShotLatch c1Sleeps = timeline.After("C1", "sleeps"), aIsIn = timeline.After("P", "puts A"),
            c2HasTaken = timeline.After("C2", "takes"), c1WasWoken = timeline.After("C1", "is woken");
        var mutex = new DirectedLock("C1", cue: c2HasTaken, stage.Cancel); // [cue]
        var buffer = looksAgain
            ? new ObservedBuffer(2, WakeStyle.TwoConditionsSignal, mutex, timeline)
            : new LooksOnceBuffer(2, mutex, timeline);

        string? c1Got = null, c2Got = null;
        var group = new ThreadGroup();
        group.Start("C1", () => c1Got = buffer.Take(stage.Cancel));
        group.Start("C2", () =>
        {
            aIsIn.Wait(stage.Cancel);
            c2Got = buffer.Take(stage.Cancel);
        });
        group.Start("P", () =>
        {
            c1Sleeps.Wait(stage.Cancel);   // opened by C1 with the lock held: whoever gets it then finds C1 asleep
            buffer.Put("A", stage.Cancel);
            c1WasWoken.Wait(stage.Cancel);
            buffer.Put("B", stage.Cancel);
        });
        group.Join();

        timeline.Show(stage, $"the stolen item, with `{(looksAgain ? "while" : "if")}`");
        stage.WriteLine($"put: A B; C1 got {c1Got ?? "nothing"}, C2 got {c2Got ?? "nothing"}; left behind: {buffer.Contents}");
        var lost = new[] { "A", "B" }.Except([c1Got, c2Got]).ToList();
        stage.WriteLine(lost.Count == 0
            ? "nothing lost"
            : $"LOST: {string.Join(' ', lost)} lies in its slot, and the count says that the buffer is empty");
    }
}
