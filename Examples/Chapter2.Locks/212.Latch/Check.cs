// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving: so the last
// runner does come in at the very moment in which the judge lies down to sleep.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Latches;

[NeverPolls("a judge who waits sleeps, and is woken", Points = 1,
    Explains = "A judge waits by sleeping for a while or by looking again and again; the last runner should wake him.")]
[Without("is built without latch, event, barrier or task",
    "System.Threading.CountdownEvent", "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim",
    "System.Threading.AutoResetEvent", "System.Threading.EventWaitHandle", "System.Threading.Barrier", "System.Threading.Tasks.*",
    "Workbook.Concurrency.Signals.CountDownLatch", "Workbook.Concurrency.Signals.OneShotLatch",
    "Workbook.Concurrency.Signals.ManualEvent", "Workbook.Concurrency.Signals.AutoEvent",
    "Workbook.Concurrency.Signals.CyclicBarrier", "Workbook.Concurrency.Async.*",
    Points = 1, Explains = "The latch is what is to be built: take a lock, and wait for a change of what it guards.")]
public static class Check
{
    [Check("the last one in opens the line", Points = 1,
        Explains = "Two runners came in at the same time, and one of them was not counted; or the line is open too late.")]
    public static void Last_one_opens()
    {
        var line = new FinishLine(2);
        Together.Run(("r1", line.CountDown), ("r2", line.CountDown));
        Must.Equal(0, line.Count, "the number of those still to come, when 2 of 2 are in,");
        line.Wait(); // open: and stays open
        line.Wait();
        var none = new FinishLine(0);
        Must.Equal(0, none.Count, "the number of those still to come, of a line for 0,");
        none.Wait();
    }

    [Check("the judge goes on when all are in, and not before", Points = 1,
        Explains = "The judge was let through while a runner was on the way, or slept on when all were in: a wake-up was lost.")]
    public static void Goes_on_when_all_are_in()
    {
        var line = new FinishLine(2);
        int first = 0, second = 0; // written before counting down, read after waiting: ordered by the line, or it is a race
        void Runs()
        {
            first = 11;
            line.CountDown();
            second = 12;
            line.CountDown();
        }
        void Judges()
        {
            var before = line.Count;
            Must.Hold(before is 0 or 1 or 2, $"of 2 runners {before} were still to come");
            line.Wait();
            Must.Equal(0, line.Count, "the number of those still to come, when the judge has gone on,");
            Must.Equal((11, 12), (first, second), "what the judge reads of the two runners");
        }
        Together.Run(("runner", Runs), ("judge", Judges));
    }

    [Check("all who wait go on", Points = 1,
        Explains = "Two judges waited, and one of them still sleeps although all are in: the last one must wake everybody.")]
    public static void All_go_on()
    {
        var line = new FinishLine(1);
        Thread j1 = new(() => line.Wait()) { Name = "j1" }, j2 = new(() => line.Wait()) { Name = "j2" };
        j1.Start();
        AllOthersRest(); // j1 sleeps
        j2.Start();
        line.CountDown();
        j1.Join();
        j2.Join();
    }

    [Check("one too many is refused, and changes nothing", Points = 1,
        Explains = "Of two who count down the last one, one must get InvalidOperationException; then the line is still open.")]
    public static void One_too_many()
    {
        var line = new FinishLine(1);
        var refused = 0;
        void Counts()
        {
            try { line.CountDown(); }
            catch (InvalidOperationException) { Interlocked.Increment(ref refused); }
        }
        Together.Run(("r1", Counts), ("r2", Counts));
        Must.Equal(1, refused, "the number of those who were refused, when 2 counted down from 1,");
        Must.Equal(0, line.Count, "the number of those still to come, after one too many,");
        line.Wait();
        Must.Throw<InvalidOperationException>(new FinishLine(0).CountDown, "counting down a line for 0");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new FinishLine(-1), "new FinishLine(-1)");
    }

    [Check("a judge may give up", Points = 1,
        Explains = "Cancelled before all are in, Wait throws OperationCanceledException; canceller goes on, nobody is counted.")]
    public static void Cancelled()
    {
        var line = new FinishLine(1);
        using var cancel = new CancellationTokenSource();
        Together.Run(
            ("judge", () => Must.Throw<OperationCanceledException>(() => line.Wait(cancel.Token), "a Wait that is cancelled")),
            ("canceller", cancel.Cancel));
        Must.Equal(1, line.Count, "the number of those still to come, when a judge has given up,");
        line.CountDown();
        line.Wait();
    }

    // A time-out of a second is up only when nobody else can move: time is virtual while this is explored.
    private static void AllOthersRest()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromSeconds(1));
    }
}
