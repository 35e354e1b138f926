// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving. What a party
// writes before a meeting, the others read after it without a lock: a barrier that does not order the two has failed as well.

using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Barriers;

[NeverPolls("who waits for the others sleeps, and is woken", Points = 1,
    Explains = "A party waits by sleeping for a while or by looking again and again; whoever comes last should wake it.")]
[Without("is built without a barrier",
    "System.Threading.Barrier", "Workbook.Concurrency.Signals.CyclicBarrier", "Workbook.Concurrency.Async.*",
    Points = 1, Explains = "The barrier is what is to be built: take a lock, and wait for a change of what it guards.")]
public static class Check
{
    [Check("nobody goes on before all have arrived", Points = 1,
        Explains = "A party went on while another one was still at work, or waited on although both had come.")]
    public static void All_have_arrived()
    {
        var barrier = new PhaseBarrier(2);
        int left = 0, right = 0; // each written by one before the meeting, and read by the other one after it
        void Left()
        {
            left = 11;
            Must.Equal(0, barrier.SignalAndWait(), "the phase that left has ended");
            Must.Equal(22, right, "what left reads of right");
        }
        void Right()
        {
            right = 22;
            Must.Equal(0, barrier.SignalAndWait(), "the phase that right has ended");
            Must.Equal(11, left, "what right reads of left");
        }
        Together.Run(("left", Left), ("right", Right));
    }

    // The fast one of the two may be back before the slow one is awake.
    [Check("the next phase is a meeting of its own", Points = 1,
        Explains = "In the second phase a party ran through, or was counted for the first, or slept on beyond its own.")]
    public static void Next_phase()
    {
        var barrier = new PhaseBarrier(2);
        int left = 0, right = 0;
        void Left()
        {
            Must.Equal(0, barrier.SignalAndWait(), "the phase that left has ended");
            left = 11;
            Must.Equal(1, barrier.SignalAndWait(), "the phase that left has ended");
            Must.Equal(22, right, "what left reads of right");
        }
        void Right()
        {
            Must.Equal(0, barrier.SignalAndWait(), "the phase that right has ended");
            right = 22;
            Must.Equal(1, barrier.SignalAndWait(), "the phase that right has ended");
            Must.Equal(11, left, "what right reads of left");
        }
        Together.Run(("left", Left), ("right", Right));
    }

    [Check("all who wait go on, and none too early", Points = 1,
        Explains = "Of three parties one went on when the second came, or slept on when the third had: the last one wakes all.")]
    public static void All_go_on()
    {
        var barrier = new PhaseBarrier(3);
        var last = 0;
        void Meets()
        {
            barrier.SignalAndWait();
            Must.Equal(33, last, "what a party reads of main");
        }
        Thread p1 = new(Meets) { Name = "p1" }, p2 = new(Meets) { Name = "p2" };
        p1.Start();
        AllOthersRest();
        p2.Start();
        last = 33;
        barrier.SignalAndWait();
        p1.Join();
        p2.Join();
    }

    [Check("a break is told to all who wait, and to who comes later", Points = 1,
        Explains = "Break wakes all who wait, and refuses who comes later: BrokenBarrierException, with phase and first reason.")]
    public static void Break_is_told()
    {
        var barrier = new PhaseBarrier(3);
        void Meets() => IsTold(barrier, "0: no rows");
        Thread p1 = new(Meets) { Name = "p1" }, p2 = new(Meets) { Name = "p2" };
        p1.Start();
        AllOthersRest();
        p2.Start();
        barrier.Break("no rows");
        p1.Join();
        p2.Join();
        barrier.Break("no columns"); // of several reasons the first one counts
        IsTold(barrier, "0: no rows");
    }

    [Check("who met before the break is not told of it", Points = 1,
        Explains = "All had arrived, then the barrier broke: a party that was still waking up was told that it had failed.")]
    public static void Met_before()
    {
        var barrier = new PhaseBarrier(2);
        void Breaks()
        {
            Must.Equal(0, barrier.SignalAndWait(), "the phase that fast has ended");
            barrier.Break("no rows");
        }
        Together.Run(
            ("fast", Breaks),
            ("slow", () => Must.Equal(0, barrier.SignalAndWait(), "the phase that slow has ended")));
        IsTold(barrier, "1: no rows");
    }

    [Check("Waiting counts who has arrived, and one party meets alone", Points = 1,
        Explains = "Nothing orders the reading of Waiting, or it is wrong; or less than one party was not refused.")]
    public static void Waiting_and_parties()
    {
        var barrier = new PhaseBarrier(2);
        var p1 = new Thread(() => barrier.SignalAndWait()) { Name = "p1" };
        p1.Start();
        var waiting = barrier.Waiting;
        Must.Hold(waiting is 0 or 1, $"of 2 parties one at most can wait, and Waiting is {waiting}");
        AllOthersRest();
        Must.Equal(1, barrier.Waiting, "Waiting, when one of two has arrived,");
        barrier.SignalAndWait();
        Must.Equal(0, barrier.Waiting, "Waiting, when both have met,");
        p1.Join();
        var alone = new PhaseBarrier(1);
        Must.EqualSequence([0L, 1L], [alone.SignalAndWait(), alone.SignalAndWait()], "the phases of one party alone");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new PhaseBarrier(0), "new PhaseBarrier(0)");
    }

    private static void IsTold(PhaseBarrier barrier, string phaseAndWhy)
    {
        var told = Must.Throw<BrokenBarrierException>(() => barrier.SignalAndWait(), "SignalAndWait of a barrier that breaks");
        foreach (var part in phaseAndWhy.Split(": "))
            Must.Hold(told.Message.Contains(part), $"the message is \"{told.Message}\", and does not contain \"{part}\"");
    }

    // A time-out of a second is up only when nobody else can move: time is virtual while this is explored.
    private static void AllOthersRest()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromSeconds(1));
    }
}
