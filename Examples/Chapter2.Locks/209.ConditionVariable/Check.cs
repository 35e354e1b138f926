// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving: a few items,
// one or two slots, and never more than three threads.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

[NeverPolls("who waits sleeps, and does not poll", Points = 1,
    Explains = "Put or Take waits by sleeping for a while or by asking again and again; whoever waits should be woken.")]
[Without("is built without a ready-made concurrent queue",
    "System.Collections.Concurrent.*", "System.Threading.Channels.*", "Workbook.Concurrency.Queues.*", Points = 1,
    Explains = "BoundedBuffer is a concurrent queue, and the task is to build it: from a mutex and conditions, for one.")]
public static class Check
{
    [Check("items come out in the order in which they went in", Points = 1,
        Explains = "Take must wait for the oldest item and return it, also when the buffer has been full and empty in between.")]
    public static void In_order()
    {
        var buffer = new BoundedBuffer<int>(2);
        void Puts()
        {
            for (var item = 1; item <= 3; item++) buffer.Put(item);
        }
        int[] taken = new int[3];
        void Takes()
        {
            for (var i = 0; i < taken.Length; i++) taken[i] = buffer.Take();
        }
        Together.Run(("producer", Puts), ("consumer", Takes));
        Must.EqualSequence([1, 2, 3], taken, "the items that were taken");
        Must.Equal(0, buffer.Count, "Count, after all have been taken,");
    }

    // The stolen item: one of the consumers is woken, and the other may be faster.
    [Check("no item is lost, none is taken twice", Points = 1,
        Explains = "Two consumers get an item each, whichever is faster: who is woken must look again whether there is one.")]
    public static void Nothing_lost()
    {
        var buffer = new BoundedBuffer<string>(2);
        var got = new string?[2];
        void Puts()
        {
            buffer.Put("A");
            buffer.Put("B");
        }
        Together.Run(("C1", () => got[0] = buffer.Take()), ("C2", () => got[1] = buffer.Take()), ("producer", Puts));
        Must.EqualSequence(["A", "B"], got.Order(), "what the two consumers have taken");
        Must.Equal(0, buffer.Count, "Count, after all have been taken,");
    }

    // One slot: the two consumers may sleep, and then the producer too, before the second item.
    [Check("a wake-up reaches one who can use it", Points = 1,
        Explains = "All sleep, and one of them could go on: a consumer was woken in place of the producer, or nobody was.")]
    public static void The_right_one_is_woken()
    {
        var buffer = new BoundedBuffer<string>(1);
        void Puts()
        {
            buffer.Put("A");
            buffer.Put("B");
        }
        Together.Run(("C1", () => buffer.Take()), ("C2", () => buffer.Take()), ("producer", Puts));
    }

    [Check("two takes in a row make room for two", Points = 1,
        Explains = "Each item that is taken makes room, and wakes one who waits for it, though it was not full any more.")]
    public static void Two_in_a_row()
    {
        var buffer = new BoundedBuffer<string>(2);
        buffer.Put("A");
        buffer.Put("B");
        void Takes()
        {
            buffer.Take();
            buffer.Take();
        }
        Together.Run(("P1", () => buffer.Put("C")), ("P2", () => buffer.Put("D")), ("consumer", Takes));
        Must.Equal(2, buffer.Count, "Count, after four puts and two takes,");
    }

    // Not too much either: two items go into two slots, though nobody takes.
    [Check("it holds as many as its capacity, and no more", Points = 1,
        Explains = "Put waits while the buffer is full, and only then; fewer than one slot is ArgumentOutOfRangeException.")]
    public static void Capacity()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new BoundedBuffer<int>(0), "new BoundedBuffer<int>(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new BoundedBuffer<int>(-1), "new BoundedBuffer<int>(-1)");
        var buffer = new BoundedBuffer<int>(2);
        buffer.Put(1);
        buffer.Put(2);
        void LooksAndTakes()
        {
            Must.Equal(2, buffer.Count, "Count of a full buffer, while a producer wants to put a third item into its two slots,");
            buffer.Take();
        }
        Together.Run(("producer", () => buffer.Put(3)), ("consumer", LooksAndTakes));
        Must.Equal(2, buffer.Count, "Count, after three puts and one take,");
    }

    [Check("who is cancelled has changed nothing", Points = 1,
        Explains = "A cancelled Put or Take throws OperationCanceledException, and leaves items, slots and wake-ups to others.")]
    public static void Cancelled()
    {
        var buffer = new BoundedBuffer<string>(1);
        using var ofTake = new CancellationTokenSource();
        void TakesInVain() => Must.Throw<OperationCanceledException>(() => buffer.Take(ofTake.Token), "Take, cancelled,");
        Together.Run(("consumer", TakesInVain), ("canceller", ofTake.Cancel));

        buffer.Put("A");
        using var ofPut = new CancellationTokenSource();
        void PutsInVain() => Must.Throw<OperationCanceledException>(() => buffer.Put("B", ofPut.Token), "Put, cancelled,");
        Together.Run(("producer", PutsInVain), ("canceller", ofPut.Cancel));
        Must.Equal(1, buffer.Count, "Count, after a Put that was cancelled,");
        Must.Equal("A", buffer.Take(), "the item that was put in before");
    }

    // C1 may be woken for the item, or give up; if it gives up, the item is for C2.
    [Check("who gives up leaves the item to another", Points = 1,
        Explains = "A consumer was woken for an item and gave up: the item lies there, and the other consumer sleeps beside it.")]
    public static void Left_to_another()
    {
        var buffer = new BoundedBuffer<string>(1);
        using var ofC1 = new CancellationTokenSource();
        void MayGiveUp()
        {
            string item;
            try { item = buffer.Take(ofC1.Token); }
            catch (OperationCanceledException) { return; }
            buffer.Put(item); // it did not give up: the item goes on to C2
        }
        void PutsAndCancels()
        {
            buffer.Put("A");
            ofC1.Cancel();
        }
        Together.Run(("C1", MayGiveUp), ("C2", () => buffer.Take()), ("producer", PutsAndCancels));
        Must.Equal(0, buffer.Count, "Count, after the only item was taken,");
    }
}
