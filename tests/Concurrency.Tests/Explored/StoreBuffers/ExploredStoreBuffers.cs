using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Tests.Explored.Locks;
using Workbook.Concurrency.Tests.Explored.Mutants;
using Workbook.Concurrency.Threads;
using Workbook.Explorer;

namespace Workbook.Concurrency.Tests.Explored.StoreBuffers;

/// <summary>What relies on a fence, on a machine where writes are seen late; and that it would be seen if the fence were
/// forgotten.</summary>
public sealed class ExploredStoreBuffers
{
    [Fact]
    public void Biased_readers_are_seen_by_the_writer() => Holds(() =>
        ReadersWriterScenarios.No_reader_is_inside_with_a_writer(new BiasedReadersWriterLock()), schedules: 100); // its writer looks at 256 words

    [Fact]
    public void A_sequence_lock_lets_one_writer_in() => Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new SequenceLock()));

    [Fact]
    public void A_ticket_lock() => Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new TicketLock()));

    [Fact]
    public void A_queue_lock() => Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new QueueLock()));

    [Fact]
    public void A_spin_lock() => Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new TestAndTestAndSetLock()));

    [Fact]
    public void A_ring_of_one_putter_and_one_taker() => Holds(() =>
    {
        var ring = new SpscRing<int>(2);
        var (first, second) = (0, 0);
        Together.Run(() => { ring.TryPut(1); ring.TryPut(2); }, () => { if (ring.TryTake(out first)) ring.TryTake(out second); });
        Assert.True(first <= 1 && (second == 0 || second == 2), $"{first}, {second}");
    });

    [Fact]
    public void A_parker_misses_no_permit() => Holds(() =>
    {
        var (parker, data) = (new Parker(), 0);
        var sleeper = Together.Start("sleeper", () => { parker.Park(); Assert.Equal(1, data); });
        data = 1;
        parker.Unpark();
        sleeper.Join();
    });

    [Fact]
    public void The_last_items_of_a_deque_go_to_the_owner_or_to_a_thief() => Holds(() =>
    {
        var deque = new WorkStealingDeque<int>(2);
        deque.Push(1);
        deque.Push(2);
        int own = 0, other = 0, stolen = 0;
        Together.Run(() => { if (deque.TrySteal(out stolen)) deque.TrySteal(out other); }, () => deque.TryPop(out own));
        Assert.True(own != stolen && own != other, $"{own}, {stolen}, {other}");
    });

    [Theory]
    [InlineData(MemoryModel.Interleaved, false)]
    [InlineData(MemoryModel.Tso, true)]
    public void A_claim_without_a_fence_fails_with_store_buffers_only(MemoryModel memory, bool fails)
    {
        Action forgets = static () => TakeBoth(claimsRightly: false);
        Action right = static () => TakeBoth(claimsRightly: true);
        Explored.Samples(right, 2_000, memory);
        if (fails) Assert.Contains("twice", Explored.Fails(forgets, memory).Message, StringComparison.Ordinal);
        else Explored.Proves(forgets);
    }

    [Theory]
    [InlineData(MemoryModel.Interleaved, false)]
    [InlineData(MemoryModel.Tso, true)]
    public void A_writer_that_forgets_the_fence_of_the_whole_process_fails_with_store_buffers_only(MemoryModel memory, bool fails)
    {
        Action forgets = static () => ReadAndWrite(forgets: true);
        Action right = static () => ReadAndWrite(forgets: false);
        Explored.Samples(right, 2_000, memory);
        if (fails) Assert.Contains("both are inside", Explored.Fails(forgets, memory).Message, StringComparison.Ordinal);
        else Explored.Proves(forgets);
    }

    private static void TakeBoth(bool claimsRightly)
    {
        var deque = new ClaimsWithoutFenceDeque(2);
        int own = 0, first = 0, second = 0;
        Together.Run(() => { first = deque.Steal(); second = deque.Steal(); }, () => own = deque.TakeNewest(claimsRightly));
        if (own != 0 && (own == first || own == second)) throw new InvalidOperationException($"{own} was taken twice");
    }

    private static void ReadAndWrite(bool forgets)
    {
        var (@lock, inside) = (new ForgetsTheFenceLock(), 0);
        Together.Run(
            () =>
            {
                if (!@lock.TryAcquireRead()) return;
                if (Interlocked.Add(ref inside, 1) >= 10) throw new InvalidOperationException("both are inside");
                Interlocked.Add(ref inside, -1);
                @lock.ReleaseRead();
            },
            () =>
            {
                if (!@lock.TryAcquire(forgets)) return;
                if (Interlocked.Add(ref inside, 10) != 10) throw new InvalidOperationException("both are inside");
                Interlocked.Add(ref inside, -10);
                @lock.Release();
            });
    }

    private static void Holds(Action scenario, int schedules = 2_000) => Explored.Samples(scenario, schedules, MemoryModel.Tso);
}
