using Workbook.Concurrency.Threads;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.SharedMemory;

/// <summary>The ring as a claimant leaves it that was killed at a certain step: the steps are written into its memory, with the
/// mark of a thread that started a tick before a living one, and so is dead.</summary>
public sealed unsafe class SharedMpmcRingStepsTests : IDisposable
{
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(30);

    private readonly SharedMpmcRing _ring = SharedMpmcRing.CreateAnonymous(2, 8);
    private readonly SharedRegion _region;
    private readonly MpmcLayout* _words;
    private readonly byte[] _buffer = new byte[8];

    public SharedMpmcRingStepsTests()
    {
        _region = SharedRegion.FromTicket(_ring.WriteTicket(new()), new());
        _words = (MpmcLayout*)_region.Pointer;
    }

    private static ulong DeadProducer => ThreadMark.OfThisThread - (1UL << 32);

    private static ulong DeadConsumer => DeadProducer | ThreadMark.SpareBit;

    private MpmcSlot* First => (MpmcSlot*)(_words + 1);

    public void Dispose()
    {
        _region.Dispose();
        _ring.Dispose();
    }

    [Fact]
    public void A_producer_dead_before_it_moved_the_tail_is_succeeded_and_nothing_is_missing()
    {
        First->Claimant = DeadProducer;
        Write(1);
        Assert.Equal(1, Read());
        Assert.Equal((0, 0), (_ring.Skipped, _ring.Lost));
    }

    [Fact]
    public void A_producer_dead_after_it_moved_the_tail_is_skipped()
    {
        First->Claimant = DeadProducer;
        _words->Tail = 1;
        Write(2);
        Assert.Equal(2, Read());
        Assert.Equal((1, 0), (_ring.Skipped, _ring.Lost));
        GoesOn();
    }

    [Fact]
    public void The_message_of_a_producer_dead_after_it_set_the_turn_is_taken()
    {
        Write(1);
        First->Claimant = DeadProducer;
        Assert.Equal(1, Read());
        Assert.Equal((0, 0), (_ring.Skipped, _ring.Lost));
        GoesOn();
    }

    [Fact]
    public void The_message_of_a_consumer_dead_before_it_moved_the_head_is_taken_by_the_next()
    {
        Write(1);
        First->Claimant = DeadConsumer;
        Assert.Equal(1, Read());
        Assert.Equal((0, 0), (_ring.Skipped, _ring.Lost));
        GoesOn();
    }

    [Fact]
    public void The_message_of_a_consumer_dead_after_it_moved_the_head_is_lost_when_its_slot_is_needed()
    {
        Write(1);
        Write(2);
        First->Claimant = DeadConsumer;
        _words->Head = 1;
        Assert.Equal(0, _ring.Lost);
        Write(3);
        Assert.Equal((0, 1), (_ring.Skipped, _ring.Lost));
        Assert.Equal(2, Read());
        Assert.Equal(3, Read());
        GoesOn();
    }

    [Fact]
    public void A_consumer_dead_while_it_skipped_leaves_a_slot_that_is_used_again_and_no_message_counts_as_lost()
    {
        First->Claimant = DeadConsumer; // it had robbed a dead producer
        (_words->Tail, _words->Head) = (1, 1);
        Write(2);
        Write(3);
        Assert.Equal(2, Read());
        Assert.Equal(3, Read());
        Assert.Equal(0, _ring.Lost);
        GoesOn();
    }

    [Fact]
    public void Who_comes_to_a_dead_ones_slot_too_late_leaves_the_mark_for_the_next()
    {
        // A producer has looked at the turn for position 0, and been paused while the ring went round once; then another one has
        // claimed position 2, in the same slot, and died.
        for (var i = 0; i < 2; i++)
        {
            Write(1);
            Assert.Equal(1, Read());
        }
        First->Claimant = DeadProducer;
        _words->Tail = 3;
        Assert.False(_ring.TryTake(_ring.SlotOf(0), position: 0, turn: 0, DeadProducer, me: ThreadMark.OfThisThread));
        Assert.Equal(DeadProducer, First->Claimant);
        Write(4);
        Assert.Equal(4, Read()); // not stuck behind position 2
        Assert.Equal((1, 0), (_ring.Skipped, _ring.Lost));
        GoesOn();
    }

    [Fact]
    public void A_stale_claim_is_refused_although_its_thread_has_the_slot_again()
    {
        Assert.True(_ring.TryClaim(out var first));
        first.Commit(1);
        Assert.True(_ring.TryPeek(out var message));
        message.Release();
        Write(2);
        Assert.True(_ring.TryClaim(out var again)); // position 2, in the slot of position 0
        Assert.True(Throws(first, claim => claim.Commit(1)));
        again.Bytes[0] = 3;
        again.Commit(1);
        Assert.Equal(2, Read());
        Assert.Equal(3, Read());
    }

    [Fact]
    public void What_was_not_claimed_cannot_be_committed_nor_what_is_left_when_the_ring_is_gone()
    {
        Assert.True(Throws(default, claim => claim.Commit(0)));
        Assert.True(Throws(default, claim => claim.Abandon()));
        Assert.False(_ring.TryPeek(out var message));
        Assert.Equal(0, message.Bytes.Length);
        Assert.Throws<InvalidOperationException>(() => default(SlotMessage).Release());
        Assert.True(_ring.TryClaim(out var claim));
        _ring.Dispose();
        Assert.True(Throws(claim, late => late.Commit(0)));
        Assert.Throws<ObjectDisposedException>(() => _ring.TryWrite([]));
        Assert.Throws<ObjectDisposedException>(() => _ring.TryPeek(out _));
        Assert.Throws<ObjectDisposedException>(() => _ring.Count);
        Assert.Throws<ObjectDisposedException>(_ring.Close);
    }

    [Fact]
    public void What_was_accepted_before_or_beside_a_close_is_read()
    {
        for (var round = 0; round < 50; round++)
        {
            using var ring = SharedMpmcRing.CreateAnonymous(64, 8);
            using var start = new Barrier(3);
            var (accepted, read) = (0, 0);
            var writer = WorkerThread.Start("writer", () =>
            {
                start.SignalAndWait();
                try
                {
                    for (; ; ) if (ring.TryWrite([])) accepted++;
                }
                catch (InvalidOperationException)
                {
                    // closed: all that is left to do
                }
            }, background: true);
            var reader = WorkerThread.Start("reader", () =>
            {
                start.SignalAndWait();
                while (ring.Read(new byte[8], out _, Timeout.InfiniteTimeSpan)) read++;
            }, background: true);
            start.SignalAndWait();
            ring.Close();
            Assert.True(writer.Join(_long) && reader.Join(_long));
            Assert.Equal(accepted, read);
            Assert.Equal(0, ring.Count);
        }
    }

    [Fact]
    public void A_sleeper_is_not_put_back_to_sleep_by_another_one_that_lies_down()
    {
        uint word = 0;
        var bed = new RingSleep(&word, "bed", isForMany: true);
        var announced = bed.LieDown();
        bed.WakeIfAsleep();
        var afterwards = bed.LieDown(); // the other one
        Assert.NotEqual(announced, afterwards);
        Assert.Equal(word, afterwards); // so the kernel puts the second to sleep, and not the first
    }

    private static bool Throws(SlotClaim claim, Use use)
    {
        try
        {
            use(claim);
            return false;
        }
        catch (InvalidOperationException) // ObjectDisposedException is one
        {
            return true;
        }
    }

    private delegate void Use(SlotClaim claim);

    private void Write(byte message) => Assert.True(_ring.Write([message], _long));

    private byte Read()
    {
        Assert.True(_ring.Read(_buffer, out _, _long));
        return _buffer[0];
    }

    private void GoesOn()
    {
        for (byte i = 0; i < 10; i++)
        {
            Write(i);
            Assert.Equal(i, Read());
        }
        Assert.Equal(0, _ring.Count);
    }
}
