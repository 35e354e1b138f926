using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed class SharedBarrierTests : SynchronizationTests
{
    private WorkerThread[] Arrive(SharedBarrier barrier, int count, CancellationToken cancel = default)
    {
        var waiters = Enumerable.Range(0, count).Select(_ => Start(() => barrier.SignalAndWait(cancel: cancel))).ToArray();
        Until(() => barrier.Arrived == count, $"{count} have arrived");
        return waiters;
    }

    [Fact]
    public void All_go_on_together_each_with_an_index_of_its_own_and_the_action_ran_once()
    {
        using var barrier = SharedBarrier.CreateAnonymous(4);
        const int Rounds = 50;
        var (before, after, actions) = (new int[Rounds], new int[Rounds], new int[Rounds]);
        var indices = Enumerable.Range(0, Rounds).Select(_ => new int[4]).ToArray();
        var early = 0;
        End(Enumerable.Range(0, 4).Select(_ => Start(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                Interlocked.Increment(ref before[round]);
                var mine = round;
                var index = barrier.SignalAndWait(number =>
                {
                    actions[number]++;
                    if (before[mine] != 4 || after[mine] != 0) early++;
                });
                if (before[round] != 4) Interlocked.Increment(ref early);
                Interlocked.Increment(ref indices[round][index]);
                Interlocked.Increment(ref after[round]);
            }
        })).ToArray());
        Assert.Equal(0, early);
        Assert.All(actions, times => Assert.Equal(1, times));
        Assert.All(indices, round => Assert.Equal([1, 1, 1, 1], round));
        Assert.Equal((Rounds, 0, false), (barrier.Round, barrier.Arrived, barrier.IsBroken));
        Assert.Equal($"round {Rounds}, 0 of 4 arrived", Shown(barrier));
    }

    [Fact]
    public void A_barrier_for_one_never_waits()
    {
        using var barrier = SharedBarrier.CreateAnonymous(1);
        Assert.Equal(0, barrier.SignalAndWait(cancel: Cancelled));
        Assert.True(barrier.SignalAndWait(TimeSpan.Zero, out var index));
        Assert.Equal(0, index);
        Assert.Throws<ArgumentOutOfRangeException>(() => { SharedBarrier.CreateAnonymous(0); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { SharedBarrier.CreateAnonymous(4097); });
        Assert.Equal(1, barrier.Parties);
    }

    [Fact]
    public void A_timeout_breaks_the_barrier_for_all_until_it_is_reset()
    {
        using var barrier = SharedBarrier.CreateAnonymous(3);
        var waiters = Arrive(barrier, 1);
        NotEarlierThan(TimeSpan.FromMilliseconds(30), () =>
            Assert.False(barrier.SignalAndWait(TimeSpan.FromMilliseconds(30), out var index) || index != -1));
        Assert.Contains("timed out", Fails<BrokenBarrierException>(waiters[0]).Message);
        Assert.True(barrier.IsBroken);
        Assert.Equal("round 1, broken, 0 of 3 arrived", Shown(barrier));
        Assert.Contains(
            "broke in round 0: a waiting thread timed out",
            Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait()).Message);
        barrier.Reset();
        waiters = Arrive(barrier, 2);
        barrier.SignalAndWait();
        End(waiters);
    }

    [Fact]
    public void A_cancellation_breaks_it()
    {
        using var barrier = SharedBarrier.CreateAnonymous(3);
        using var source = new CancellationTokenSource();
        var waiter = Start(() => barrier.SignalAndWait());
        var cancelled = Start(() => barrier.SignalAndWait(cancel: source.Token));
        Until(() => barrier.Arrived == 2, "both wait");
        source.Cancel();
        Fails<OperationCanceledException>(cancelled);
        Assert.Contains("cancelled", Fails<BrokenBarrierException>(waiter).Message);
    }

    // Even if the last one comes at once: else parties that meet again and again would never notice the cancellation.
    [Fact]
    public void A_token_that_is_cancelled_before_breaks_it_unless_its_thread_is_the_last()
    {
        using var barrier = SharedBarrier.CreateAnonymous(2);
        var first = Arrive(barrier, 1);
        Assert.Equal(1, barrier.SignalAndWait(cancel: Cancelled));
        End(first);

        var cancelled = Start(() => barrier.SignalAndWait(cancel: Cancelled));
        Until(() => barrier.Arrived == 1 || barrier.IsBroken, "it came");
        Assert.Throws<BrokenBarrierException>(() => { barrier.SignalAndWait(); });
        Fails<OperationCanceledException>(cancelled);
        barrier.Reset();
        Assert.Throws<OperationCanceledException>(() => { barrier.SignalAndWait(Long, out _, cancel: Cancelled); });
        Assert.Equal((0, true), (barrier.Arrived, barrier.IsBroken));
    }

    [Fact]
    public void Abort_and_reset_tell_the_waiters()
    {
        using var barrier = SharedBarrier.CreateAnonymous(3);
        var waiters = Arrive(barrier, 2);
        barrier.Abort();
        Assert.All(waiters, waiter => Assert.Contains("aborted", Fails<BrokenBarrierException>(waiter).Message));
        barrier.Abort();
        Assert.True(barrier.IsBroken);
        barrier.Reset();
        Assert.False(barrier.IsBroken);

        waiters = Arrive(barrier, 2);
        barrier.Reset();
        Assert.All(waiters, waiter => Assert.Contains("round 1: it was reset", Fails<BrokenBarrierException>(waiter).Message));
        Assert.False(barrier.IsBroken);
        waiters = Arrive(barrier, 2);
        barrier.SignalAndWait();
        End(waiters);
    }

    [Fact]
    public void An_action_that_throws_breaks_it_and_one_that_uses_it_is_refused()
    {
        using var barrier = SharedBarrier.CreateAnonymous(2);
        var waiter = Arrive(barrier, 1)[0];
        Assert.Throws<NotSupportedException>(() => { barrier.SignalAndWait(_ => throw new NotSupportedException()); });
        Assert.Contains("its action threw", Fails<BrokenBarrierException>(waiter).Message);
        barrier.Reset();
        waiter = Arrive(barrier, 1)[0];
        Assert.Throws<InvalidOperationException>(() => { barrier.SignalAndWait(_ => barrier.Reset()); });
        Fails<BrokenBarrierException>(waiter);
    }

    [Fact]
    public void A_waiter_that_dies_breaks_it_for_the_others()
    {
        using var barrier = SharedBarrier.CreateAnonymous(3);
        var waiters = Arrive(barrier, 1);
        // A second party, as it stands there after its thread was killed in the wait: it started a tick before a living one.
        using (var region = SharedRegion.FromTicket(barrier.WriteTicket(new Handover()), new Handover()))
        {
            region.ValueAt<ulong>(64 + 16 + 32 + 8) = ThreadMark.OfThisThread - (1UL << 32);
            region.ValueAt<int>(64 + 16 + 20) = 2;
        }
        Assert.Contains("has died", Fails<BrokenBarrierException>(waiters[0]).Message);
    }

    [Fact]
    public void Who_dies_in_the_midst_of_ending_a_round_breaks_it_for_those_who_wait()
    {
        using var barrier = SharedBarrier.CreateAnonymous(3);
        var waiters = Arrive(barrier, 2);
        using var region = SharedRegion.FromTicket(barrier.WriteTicket(new Handover()), new Handover());
        // The third, dead: it has the mutex, and has come as far as to count nobody any more.
        Until(
            () => Interlocked.CompareExchange(ref region.ValueAt<ulong>(64), ThreadMark.OfThisThread - (1UL << 32), 0) == 0,
            "the mutex is free");
        region.ValueAt<int>(64 + 16 + 20) = 0;
        Assert.All(waiters, waiter => Assert.Contains("has died", Fails<BrokenBarrierException>(waiter).Message));
        Assert.Equal("round 1, broken, 0 of 3 arrived", Shown(barrier));
    }
}
