using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

public sealed class CyclicBarrierTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    private static WorkerThread StartArriving(CyclicBarrier barrier, int asNumber, CancellationToken cancel = default)
    {
        var worker = WorkerThread.Start($"party {asNumber}", () => barrier.SignalAndWait(cancel), background: true);
        Patience.Until(() => barrier.Waiting == asNumber, "did not arrive");
        return worker;
    }

    [Fact]
    public void A_number_of_parties_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CyclicBarrier(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CyclicBarrier(65_536));
        Assert.Equal(65_535, new CyclicBarrier(65_535).Parties);
    }

    [Fact]
    public void One_party_never_waits_and_counts_the_phases_from_0()
    {
        var barrier = new CyclicBarrier(1);
        Assert.Equal(0, barrier.SignalAndWait());
        Assert.Equal(1, barrier.SignalAndWait(new CancellationToken(canceled: true)));
        Assert.True(barrier.SignalAndWait(TimeSpan.Zero));
        Assert.Equal(3, barrier.Phase);
    }

    [Fact]
    public void Who_arrives_waits_for_the_last()
    {
        var barrier = new CyclicBarrier(3);
        WorkerThread[] workers = [StartArriving(barrier, 1), StartArriving(barrier, 2)];
        Assert.Equal(0, barrier.Phase);
        Assert.Equal(0, barrier.SignalAndWait());
        Patience.MustEnd(workers);
        Assert.Equal((1, 0, false), (barrier.Phase, barrier.Waiting, barrier.IsBroken));
    }

    [Fact]
    public void Nobody_enters_a_phase_before_all_have_left_the_one_before()
    {
        const int parties = 4, phases = 500;
        var barrier = new CyclicBarrier(parties);
        var at = new int[parties]; // each written by its party, read by the others after the meeting
        var strays = 0;
        var workers = Enumerable.Range(0, parties).Select(me => WorkerThread.Start($"party {me}", () =>
        {
            for (var phase = 0; phase < phases; phase++)
            {
                Volatile.Write(ref at[me], phase);
                Assert.Equal(2 * phase, barrier.SignalAndWait());
                for (var other = 0; other < parties; other++)
                    if (Volatile.Read(ref at[other]) != phase) Interlocked.Increment(ref strays);
                Assert.Equal(2 * phase + 1, barrier.SignalAndWait()); // nobody goes on writing before all have read
            }
        }, background: true)).ToList();
        Patience.MustEnd(workers);
        Assert.Equal(0, strays);
        Assert.Equal(2 * phases, barrier.Phase);
    }

    [Fact]
    public void The_phase_action_runs_once_per_phase_before_anyone_goes_on_and_is_seen_by_all()
    {
        const int parties = 3, phases = 300;
        var ran = new List<long>(); // no lock: the barrier orders the action and the parties
        var barrier = new CyclicBarrier(parties, ran.Add);
        var wrong = 0;
        var workers = Enumerable.Range(0, parties).Select(me => WorkerThread.Start($"party {me}", () =>
        {
            for (var phase = 0L; phase < phases; phase++)
            {
                barrier.SignalAndWait();
                if (ran.Count != 2 * phase + 1 || ran[^1] != 2 * phase) Interlocked.Increment(ref wrong);
                barrier.SignalAndWait();
            }
        }, background: true)).ToList();
        Patience.MustEnd(workers);
        Assert.Equal(0, wrong);
        Assert.Equal(Enumerable.Range(0, 2 * phases).Select(n => (long)n), ran);
    }

    [Fact]
    public void The_phase_action_runs_on_the_thread_that_came_last()
    {
        var ranOn = 0;
        var barrier = new CyclicBarrier(2, _ => ranOn = Environment.CurrentManagedThreadId);
        var first = StartArriving(barrier, 1);
        barrier.SignalAndWait();
        Patience.MustEnd(first);
        Assert.Equal(Environment.CurrentManagedThreadId, ranOn);
    }

    [Fact]
    public void A_waiter_that_times_out_returns_false_not_too_early_and_breaks_it_for_all()
    {
        var barrier = new CyclicBarrier(3);
        var waiter = StartArriving(barrier, 1);
        var start = Stopwatch.GetTimestamp();
        Assert.False(barrier.SignalAndWait(_short));
        Assert.True(Stopwatch.GetElapsedTime(start) >= _short);
        Assert.Contains("timed out", Patience.MustFail<BrokenBarrierException>(waiter).Message, StringComparison.Ordinal);
        var later = Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait());
        Assert.Contains("timed out", later.Message, StringComparison.Ordinal);
        Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait(Patience.Long));
        Assert.Equal((0, 0, true), (barrier.Phase, barrier.Waiting, barrier.IsBroken));
    }

    [Fact]
    public void A_waiter_that_is_cancelled_breaks_it_for_all()
    {
        var barrier = new CyclicBarrier(3);
        using var source = new CancellationTokenSource();
        var cancelled = StartArriving(barrier, 1, source.Token);
        var other = StartArriving(barrier, 2);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(cancelled).CancellationToken);
        Assert.Contains("cancelled", Patience.MustFail<BrokenBarrierException>(other).Message, StringComparison.Ordinal);
        Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait());
    }

    [Fact]
    public void A_token_that_is_cancelled_before_breaks_it_too_unless_its_thread_is_the_last()
    {
        var cancelled = new CancellationToken(canceled: true);
        var barrier = new CyclicBarrier(2);
        var first = StartArriving(barrier, 1);
        Assert.Equal(0, barrier.SignalAndWait(cancelled));
        Patience.MustEnd(first);
        Assert.Throws<OperationCanceledException>(() => barrier.SignalAndWait(Patience.Long, cancelled));
        Assert.True(barrier.IsBroken);
    }

    // Two parties that do nothing else meet while they spin: they never sleep, and must see the cancellation all the same.
    [Fact]
    public void Parties_that_meet_without_sleeping_notice_the_cancellation_in_the_next_phase()
    {
        var barrier = new CyclicBarrier(2);
        using var source = new CancellationTokenSource();
        var parties = Enumerable.Range(1, 2).Select(me => WorkerThread.Start($"party {me}", () =>
        {
            try { while (true) barrier.SignalAndWait(source.Token); }
            catch (Exception e) when (e is OperationCanceledException or BrokenBarrierException) { }
        }, background: true)).ToList();
        Patience.Until(() => barrier.Phase > 1_000, "they do not meet");
        source.Cancel();
        var open = barrier.Phase; // may still be passed; nobody comes to the one after it in time
        Patience.MustEnd(parties);
        Assert.True(barrier.IsBroken);
        Assert.InRange(barrier.Phase, open, open + 1);
    }

    [Fact]
    public void A_phase_action_that_throws_breaks_it_for_all_and_reaches_the_thread_that_ran_it()
    {
        var barrier = new CyclicBarrier(3, _ => throw new FormatException("bad data"));
        WorkerThread[] waiters = [StartArriving(barrier, 1), StartArriving(barrier, 2)];
        Assert.Throws<FormatException>(() => barrier.SignalAndWait());
        foreach (var waiter in waiters)
        {
            var failure = Patience.MustFail<BrokenBarrierException>(waiter);
            Assert.Contains("FormatException", failure.Message, StringComparison.Ordinal);
            Assert.IsType<FormatException>(failure.InnerException);
        }
        Assert.Equal((0, true), (barrier.Phase, barrier.IsBroken));
    }

    [Fact]
    public void Reset_tells_all_waiters_that_it_broke_and_makes_it_usable()
    {
        var barrier = new CyclicBarrier(3);
        WorkerThread[] waiters = [StartArriving(barrier, 1), StartArriving(barrier, 2)];
        barrier.Reset();
        foreach (var waiter in waiters)
            Assert.Contains("reset", Patience.MustFail<BrokenBarrierException>(waiter).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0, false), (barrier.Phase, barrier.Waiting, barrier.IsBroken));

        waiters = [StartArriving(barrier, 1), StartArriving(barrier, 2)];
        Assert.Equal(0, barrier.SignalAndWait());
        Patience.MustEnd(waiters);
    }

    [Fact]
    public void Reset_mends_a_broken_one_in_the_phase_in_which_it_broke()
    {
        var barrier = new CyclicBarrier(2);
        var first = StartArriving(barrier, 1);
        barrier.SignalAndWait();
        Patience.MustEnd(first);
        Assert.False(barrier.SignalAndWait(TimeSpan.Zero));
        Assert.Equal((1, true), (barrier.Phase, barrier.IsBroken));
        barrier.Reset();
        Assert.Equal((1, false), (barrier.Phase, barrier.IsBroken));
        first = StartArriving(barrier, 1);
        Assert.Equal(1, barrier.SignalAndWait());
        Patience.MustEnd(first);
    }

    [Fact]
    public void Reset_of_one_in_order_changes_nothing()
    {
        var barrier = new CyclicBarrier(1);
        barrier.SignalAndWait();
        barrier.Reset();
        Assert.Equal(1, barrier.SignalAndWait());
    }

    // All have arrived, so nobody is missing: who gives up now waits for the action's end, and passes.
    [Fact]
    public void A_wait_that_is_cancelled_while_the_phase_action_runs_passes()
    {
        using var source = new CancellationTokenSource();
        using ManualResetEventSlim inAction = new(), goOn = new();
        var barrier = new CyclicBarrier(2, _ => { inAction.Set(); Assert.True(goOn.Wait(Patience.Long)); });
        var waiter = StartArriving(barrier, 1, source.Token);
        var last = WorkerThread.Start("last", () => barrier.SignalAndWait(), background: true);
        Assert.True(inAction.Wait(Patience.Long));
        source.Cancel();
        Assert.False(barrier.IsBroken);
        goOn.Set();
        Patience.MustEnd(waiter, last);
        Assert.Equal((1, false), (barrier.Phase, barrier.IsBroken));
    }

    [Fact]
    public void A_thread_too_many_belongs_to_the_next_phase()
    {
        using ManualResetEventSlim inAction = new(), goOn = new();
        var barrier = new CyclicBarrier(2, _ => { inAction.Set(); Assert.True(goOn.Wait(Patience.Long)); });
        var first = StartArriving(barrier, 1);
        var last = WorkerThread.Start("last", () => barrier.SignalAndWait(), background: true);
        Assert.True(inAction.Wait(Patience.Long));
        var phase = -1L;
        var third = WorkerThread.Start("third", () => phase = barrier.SignalAndWait(), background: true);
        Patience.Until(() => third.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), "the third does not wait");
        goOn.Set();
        Patience.MustEnd(first, last);
        Patience.Until(() => barrier.Waiting == 1, "the third did not arrive");
        Assert.Equal(1, barrier.SignalAndWait());
        Patience.MustEnd(third);
        Assert.Equal(1, phase);
    }

    [Fact]
    public void A_phase_action_that_uses_its_barrier_is_refused()
    {
        CyclicBarrier? barrier = null;
        var refused = new ConcurrentQueue<Exception>();
        barrier = new CyclicBarrier(1, _ =>
        {
            refused.Enqueue(Assert.Throws<InvalidOperationException>(() => barrier!.SignalAndWait()));
            refused.Enqueue(Assert.Throws<InvalidOperationException>(() => barrier!.Reset()));
        });
        Assert.Equal(0, barrier.SignalAndWait());
        Assert.Equal(2, refused.Count);
        Assert.Equal(1, barrier.SignalAndWait());
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused_before_arriving()
    {
        var barrier = new CyclicBarrier(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => barrier.SignalAndWait(TimeSpan.FromMilliseconds(-2)));
        Assert.Equal((0, false), (barrier.Waiting, barrier.IsBroken));
    }

    // Each round ends for all parties in the same way: all pass, or nobody does. Half of the timeouts come too early.
    [Fact]
    public void All_pass_or_none_under_a_storm_of_timeouts()
    {
        const int parties = 3, rounds = 100;
        for (var round = 0; round < rounds; round++)
        {
            var barrier = new CyclicBarrier(parties);
            int passed = 0, gaveUp = 0, told = 0;
            var workers = Enumerable.Range(0, parties).Select(me => WorkerThread.Start($"party {me}", () =>
            {
                try
                {
                    if (barrier.SignalAndWait(TimeSpan.FromMilliseconds(me % 2))) Interlocked.Increment(ref passed);
                    else Interlocked.Increment(ref gaveUp);
                }
                catch (BrokenBarrierException) { Interlocked.Increment(ref told); }
            }, background: true)).ToList();
            Patience.MustEnd(workers);
            Assert.True((passed, gaveUp, told) is (parties, 0, 0) or (0, 1, parties - 1), $"{passed}, {gaveUp}, {told}");
            Assert.Equal(gaveUp > 0, barrier.IsBroken);
        }
    }

    [Fact]
    public void The_debugger_shows_the_phase_and_who_arrived()
    {
        var barrier = new CyclicBarrier(2);
        Assert.Equal("phase 0, 0 of 2 arrived", DebuggerText.Of(barrier));
        var first = StartArriving(barrier, 1);
        Assert.Equal("phase 0, 1 of 2 arrived", DebuggerText.Of(barrier));
        barrier.SignalAndWait();
        Patience.MustEnd(first);
        Assert.False(barrier.SignalAndWait(TimeSpan.Zero));
        Assert.Equal("phase 1, broken, 0 of 2 arrived", DebuggerText.Of(barrier));
    }
}
