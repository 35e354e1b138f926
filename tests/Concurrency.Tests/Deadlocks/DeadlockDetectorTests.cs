using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Deadlocks;

public sealed class DeadlockDetectorTests
{
    private static IComparer<WaitingThread> First(string name) =>
        Comparer<WaitingThread>.Create((a, b) => (b.Name == name).CompareTo(a.Name == name));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_deadlock_is_ended_every_time_by_one_victim_and_the_others_go_on(int threads)
    {
        for (var round = 0; round < 200; round++)
        {
            var reports = new List<DeadlockReport>(); // one thread closes the cycle
            var detector = new DeadlockDetector(onCycle: reports.Add);
            var ring = new Ring(detector, threads).Start().End();

            var (victim, deadlock) = Assert.Single(ring.Victims);
            var report = Assert.Single(reports);
            Assert.Same(report, deadlock.Report);
            Assert.Equal($"ring {victim}", report.Victim!.Name);
            Assert.Equal(threads, report.Cycle.Count);
            Assert.Equal(1, detector.Deadlocks);
            AssertIsACycle(report);
            Assert.Empty(detector.Graph.Snapshot());
        }
    }

    [Fact]
    public void The_report_says_who_waits_for_what_held_by_whom()
    {
        var ring = new Ring(new DeadlockDetector(First("ring 1")), 2).Start().End();
        var report = Assert.Single(ring.Victims).Deadlock.Report;
        var lines = $"{report}".Split('\n');
        Assert.Equal("deadlock of 2 threads", lines[0]);
        Assert.Equal("victim: ring 1", lines[3]);
        var zero = Assert.Single(lines, line => line.StartsWith("  ring 0 waits"));
        Assert.Matches(@"^  ring 0 waits for ring L1 \(Ring\.cs:\d+ in Take\), held by ring 1 since Ring\.cs:\d+ in Run$", zero);
        Assert.EndsWith($"{report}", Assert.Single(ring.Victims).Deadlock.Message);
    }

    [Fact]
    public void By_default_the_youngest_gives_way()
    {
        var ring = new Ring(new DeadlockDetector(), 4).Start().End();
        var report = Assert.Single(ring.Victims).Deadlock.Report;
        Assert.Equal(report.Cycle.Max(thread => thread.Age), report.Victim!.Age);
    }

    [Fact]
    public void The_one_with_the_fewest_locks_gives_way_when_asked_for()
    {
        var detector = new DeadlockDetector(VictimOrder.FewestLocksHeld);
        var ring = new Ring(detector, 3, second: (k, next) =>
        {
            var more = Enumerable.Range(0, k == 1 ? 0 : 2)
                .Select(i => new TrackedLock($"more {i}") { Detector = detector }).ToList();
            more.ForEach(@lock => @lock.Acquire());
            try
            {
                next.Acquire();
                return true;
            }
            finally { more.ForEach(@lock => @lock.Release()); }
        }).Start().End();
        var (victim, deadlock) = Assert.Single(ring.Victims);
        Assert.Equal(1, victim);
        Assert.Equal([1, 3, 3], deadlock.Report.Cycle.Select(thread => thread.Holds.Count).Order());
    }

    [Fact]
    public void Among_those_who_hold_as_few_locks_the_youngest_gives_way()
    {
        var ring = new Ring(new DeadlockDetector(VictimOrder.FewestLocksHeld), 3).Start().End();
        var report = Assert.Single(ring.Victims).Deadlock.Report;
        Assert.Equal(report.Cycle.Max(thread => thread.Age), report.Victim!.Age);
    }

    [Fact]
    public void An_order_of_ones_own_decides_whether_the_victim_closes_the_cycle_or_sleeps_already()
    {
        for (var round = 0; round < 30; round++)
            foreach (var victim in new[] { 0, 1 })
                Assert.Equal(victim,
                    Assert.Single(new Ring(new DeadlockDetector(First($"ring {victim}")), 2).Start().End().Victims).Thread);
    }

    [Fact]
    public void Two_deadlocks_at_once_are_both_ended()
    {
        for (var round = 0; round < 50; round++)
        {
            var detector = new DeadlockDetector();
            Ring left = new(detector, 2, name: "left"), right = new(detector, 3, name: "right");
            left.Start();
            right.Start();
            Assert.Equal(2, Assert.Single(left.End().Victims).Deadlock.Report.Cycle.Count);
            Assert.Equal(3, Assert.Single(right.End().Victims).Deadlock.Report.Cycle.Count);
            Assert.Equal(2, detector.Deadlocks);
        }
    }

    [Fact]
    public void A_lock_that_is_held_twice_deadlocks_and_is_ended_as_others()
    {
        var ring = new Ring(new DeadlockDetector(), 2, reentrant: true).Start().End();
        Assert.All(Assert.Single(ring.Victims).Deadlock.Report.Cycle, thread => Assert.Single(thread.Holds));
    }

    [Fact]
    public void The_holder_of_a_reentrant_lock_does_not_wait_for_itself()
    {
        var detector = new DeadlockDetector(onCycle: _ => Assert.Fail("no cycle"));
        var @lock = new TrackedLock("L") { Detector = detector, IsReentrant = true };
        using (@lock.Hold()) using (@lock.Hold()) Assert.Equal(0, detector.Deadlocks);
    }

    [Fact]
    public void A_thread_that_waits_for_a_deadlocked_one_is_no_part_of_it_and_goes_on()
    {
        var detector = new DeadlockDetector(First("third"));
        var mayClose = new ManualResetEventSlim();
        var ring = new Ring(detector, 2, second: (k, next) =>
        {
            if (k == 1) Assert.True(mayClose.Wait(Patience.Long));
            next.Acquire();
            return true;
        }).Start();
        Patience.Until(() => detector.Graph.Snapshot().Any(thread => thread.Name == "ring 0"), "ring 0 waits");
        var third = WorkerThread.Start("third", () => ring.Locks[0].Hold().Dispose(), background: true);
        Patience.Until(() => detector.Graph.Snapshot().Any(thread => thread.Name == "third"), "the third waits");
        mayClose.Set();
        third.Ends(); // first: it holds a lock of the ring for a moment
        ring.End();
        Assert.DoesNotContain(Assert.Single(ring.Victims).Deadlock.Report.Cycle, thread => thread.Name == "third");
    }

    [Fact]
    public void A_cycle_with_a_time_limit_is_reported_and_nobody_gives_way()
    {
        var reports = new List<DeadlockReport>();
        var detector = new DeadlockDetector(onCycle: reports.Add);
        using var enough = new CancellationTokenSource();
        var ring = new Ring(detector, 2, second: (k, next) =>
        {
            if (k == 1)
            {
                next.Acquire();
                return true;
            }
            Assert.Throws<OperationCanceledException>(() => next.TryAcquire(Patience.Long * 3, enough.Token));
            return false;
        }).Start();
        Patience.Until(() => detector.Graph.Snapshot().Count == 2, "both wait");

        // One who comes now waits for a cycle that is known already.
        var third = WorkerThread.Start("third", () => ring.Locks[1].Hold().Dispose(), background: true);
        Patience.Until(() => detector.Graph.Snapshot().Count == 3, "the third waits too");
        enough.Cancel();
        third.Ends(); // first: it holds a lock of the ring for a moment
        ring.End();

        Assert.Empty(ring.Victims);
        Assert.Equal(0, detector.Deadlocks);
        var report = Assert.Single(reports);
        Assert.True(report.EndsByItself);
        Assert.Null(report.Victim);
        Assert.StartsWith("cycle of 2 threads, which ends by itself\n", $"{report}");
        Assert.Contains(", for a limited time, held by", $"{report}");
    }

    [Fact]
    public void A_wait_whose_time_is_over_ends_the_cycle_and_if_it_waits_again_without_a_limit_that_is_a_deadlock()
    {
        foreach (var again in new[] { false, true })
        {
            var reports = new List<DeadlockReport>(); // by one thread after the other
            var detector = new DeadlockDetector(First("ring 0"), report => { lock (reports) reports.Add(report); });
            var ring = new Ring(detector, 2, second: (k, next) =>
            {
                if (k == 1 || again && !next.TryAcquire(TimeSpan.FromMilliseconds(5)))
                {
                    next.Acquire();
                    return true;
                }
                return next.TryAcquire(TimeSpan.FromMilliseconds(5));
            }).Start().End();
            Assert.Equal(again ? 1 : 0, ring.Victims.Count);
            Assert.Equal(again ? 1 : 0, detector.Deadlocks);
            Assert.Equal(again ? 1 : 0, reports.Count(report => !report.EndsByItself));
        }
    }

    [Fact]
    public void A_try_is_no_wait_and_in_no_cycle()
    {
        var detector = new DeadlockDetector(onCycle: _ => Assert.Fail("no cycle"));
        var ring = new Ring(detector, 2, second: (k, next) => k == 1
            ? next.TryAcquire(Patience.Long) // until ring 0 has tried and gone
            : next.TryAcquire() || next.TryAcquire(TimeSpan.Zero)).Start().End();
        Assert.Empty(ring.Victims);
    }

    [Fact]
    public void A_wait_that_is_cancelled_closes_no_cycle_even_while_it_has_not_yet_woken_up()
    {
        var detector = new DeadlockDetector();
        using var source = new CancellationTokenSource();
        TrackedLock a = new("a") { Detector = detector }, b = new("b") { Detector = detector };
        a.Acquire();
        var waiter = WorkerThread.Start("waiter", () =>
        {
            using (b.Hold())
                Assert.Equal(source.Token,
                    Assert.Throws<OperationCanceledException>(() => a.Acquire(source.Token)).CancellationToken);
        }, background: true);
        Patience.Until(() => detector.Graph.Snapshot().Count == 1, "it waits");
        source.Cancel();
        b.Acquire();
        waiter.Ends();
        b.Release();
        a.Release();
        Assert.Equal(0, detector.Deadlocks);
        Assert.Empty(detector.Graph.Snapshot());
    }

    // The callback runs when the victim is chosen and not yet woken. What ends its wait first does not change the verdict.
    [Theory]
    [InlineData("cancelled")]
    [InlineData("interrupted")]
    public void A_chosen_victim_gives_way_also_when_it_is_cancelled_or_interrupted_at_that_moment(string how)
    {
        using var source = new CancellationTokenSource();
        Thread? victim = null;
        var mayClose = new ManualResetEventSlim();
        DeadlockDetector detector = null!;
        detector = new DeadlockDetector(First("ring 0"), _ =>
        {
            if (how == "cancelled") source.Cancel(); else victim!.Interrupt();
            Patience.Until(() => detector.Graph.Snapshot().Count == 1, "the victim has left");
        });
        var wasInterruptedLater = false;
        var ring = new Ring(detector, 2, second: (k, next) =>
        {
            if (k == 1) Assert.True(mayClose.Wait(Patience.Long));
            else victim = Thread.CurrentThread;
            try
            {
                next.Acquire(k == 0 ? source.Token : default);
                return true;
            }
            catch (DeadlockException) when (how == "interrupted")
            {
                using var never = new ManualResetEventSlim();
                Assert.Throws<ThreadInterruptedException>(() => never.Wait(Patience.Long)); // the next wait gets it
                wasInterruptedLater = true;
                throw;
            }
        }).Start();
        Patience.Until(() => detector.Graph.Snapshot().Count == 1, "ring 0 waits");
        Patience.UntilAsleep(ring.Threads[0]);
        mayClose.Set();
        ring.End();
        Assert.Equal(0, Assert.Single(ring.Victims).Thread);
        Assert.Equal(how == "interrupted", wasInterruptedLater);
    }

    // Three threads. While the callback runs, the one that the victim waits for is cancelled and releases.
    [Fact]
    public void A_chosen_victim_does_not_get_the_lock_even_if_it_is_released_to_it_at_that_moment()
    {
        using var source = new CancellationTokenSource();
        var mayClose = new ManualResetEventSlim();
        Ring ring = null!;
        DeadlockDetector detector = null!;
        detector = new DeadlockDetector(First("ring 0"), _ =>
        {
            source.Cancel(); // ring 1 gives up, and releases L1, which ring 0 waits for
            Patience.Until(() => detector.Graph.Snapshot().Count == 1, "only the one that closed the cycle waits");
        });
        ring = new Ring(detector, 3, second: (k, next) =>
        {
            if (k == 2) Assert.True(mayClose.Wait(Patience.Long));
            if (k != 1)
            {
                next.Acquire();
                return true;
            }
            Assert.Throws<OperationCanceledException>(() => next.Acquire(source.Token));
            return false;
        }).Start();
        Patience.Until(() => detector.Graph.Snapshot().Count == 2, "two wait");
        mayClose.Set();
        ring.End();
        Assert.Equal(0, Assert.Single(ring.Victims).Thread);
    }

    [Fact]
    public void What_the_callback_throws_comes_out_where_the_cycle_was_closed_and_the_deadlock_ends()
    {
        var detector = new DeadlockDetector(First("ring 0"), _ => throw new InvalidTimeZoneException());
        var thrown = 0;
        var mayClose = new ManualResetEventSlim();
        var ring = new Ring(detector, 2, second: (k, next) =>
        {
            if (k == 0)
            {
                next.Acquire();
                return true;
            }
            Assert.True(mayClose.Wait(Patience.Long));
            Assert.Throws<InvalidTimeZoneException>(() => next.Acquire());
            Assert.False(next.IsHeldByCurrentThread);
            thrown++;
            return false;
        }).Start();
        Patience.Until(() => detector.Graph.Snapshot().Count == 1, "ring 0 waits");
        mayClose.Set();
        ring.End();
        Assert.Equal(1, thrown);
        Assert.Equal(0, Assert.Single(ring.Victims).Thread);
    }

    [Fact]
    public void What_the_callback_throws_comes_out_in_place_of_the_verdict_if_the_victim_closed_the_cycle()
    {
        var mayClose = new ManualResetEventSlim();
        var detector = new DeadlockDetector(First("ring 1"), _ => throw new InvalidTimeZoneException());
        var thrown = 0;
        var ring = new Ring(detector, 2, second: (k, next) =>
        {
            if (k == 0)
            {
                next.Acquire();
                return true;
            }
            Assert.True(mayClose.Wait(Patience.Long));
            Assert.Throws<InvalidTimeZoneException>(() => next.Acquire());
            Assert.False(next.IsHeldByCurrentThread);
            thrown++;
            return false;
        }).Start();
        Patience.Until(() => detector.Graph.Snapshot().Count == 1, "ring 0 waits");
        mayClose.Set();
        ring.End();
        Assert.Equal(1, thrown);
        Assert.Empty(ring.Victims);
        Assert.Equal(1, detector.Deadlocks);
    }

    [Fact]
    public void What_an_order_throws_comes_out_where_the_cycle_was_closed_and_nobody_is_a_victim()
    {
        var thrower = Comparer<WaitingThread>.Create((_, _) => throw new InvalidTimeZoneException());
        var detector = new DeadlockDetector(thrower, _ => Assert.Fail("nobody was chosen"));
        var thrown = 0;
        var ring = new Ring(detector, 2, second: (_, next) =>
        {
            try { next.Acquire(); }
            catch (InvalidTimeZoneException)
            {
                Interlocked.Increment(ref thrown);
                return false;
            }
            return true;
        }).Start().End();
        Assert.Equal(1, thrown);
        Assert.Empty(ring.Victims);
        Assert.Equal(0, detector.Deadlocks);
        Assert.Empty(detector.Graph.Snapshot());
    }

    [Fact]
    public void Locks_of_two_detectors_are_not_compared()
    {
        DeadlockDetector one = new(), two = new();
        using var source = new CancellationTokenSource();
        TrackedLock a = new("a") { Detector = one }, b = new("b") { Detector = two };
        a.Acquire();
        var other = WorkerThread.Start("other", () =>
        {
            using (b.Hold()) Assert.Throws<OperationCanceledException>(() => a.Acquire(source.Token));
        }, background: true);
        Patience.Until(() => one.Graph.Snapshot().Count == 1, "it waits");
        var cycle = WorkerThread.Start("canceller", () =>
        {
            Patience.Until(() => two.Graph.Snapshot().Count == 1, "both wait");
            source.Cancel();
        }, background: true);
        b.Acquire();
        Patience.MustEnd(other, cycle);
        b.Release();
        a.Release();
        Assert.Equal((0, 0), (one.Deadlocks, two.Deadlocks));
    }

    // No deadlock is missed, or this does not end; none is false, or a cycle does not add up.
    [Fact]
    public void In_a_storm_of_locks_in_any_order_everybody_ends_and_each_cycle_adds_up()
    {
        var reports = new List<DeadlockReport>();
        var detector = new DeadlockDetector(onCycle: report => { lock (reports) reports.Add(report); });
        var locks = Enumerable.Range(0, 5).Select(k => new TrackedLock($"L{k}") { Detector = detector }).ToArray();
        var inside = new int[locks.Length];
        int gaveWay = 0, torn = 0;
        var group = new ThreadGroup();
        for (var t = 0; t < 5; t++)
        {
            var seed = t;
            group.Start($"storm {t}", () =>
            {
                var random = new Random(seed);
                for (var round = 0; round < 300; round++)
                {
                    var wanted = Enumerable.Range(0, locks.Length).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
                    var held = new Stack<int>();
                    using var source = new CancellationTokenSource();
                    if (random.Next(10) == 0) source.CancelAfter(TimeSpan.FromMicroseconds(random.Next(300)));
                    try
                    {
                        foreach (var k in wanted)
                        {
                            if (random.Next(10) == 0)
                            {
                                if (!locks[k].TryAcquire(TimeSpan.FromMicroseconds(random.Next(300)))) break;
                            }
                            else locks[k].Acquire(source.Token);
                            held.Push(k);
                            if (Interlocked.Increment(ref inside[k]) != 1) Interlocked.Increment(ref torn);
                            if (random.Next(4) == 0) Thread.Yield();
                        }
                    }
                    catch (DeadlockException) { Interlocked.Increment(ref gaveWay); }
                    catch (OperationCanceledException) { }
                    while (held.TryPop(out var k))
                    {
                        Interlocked.Decrement(ref inside[k]);
                        locks[k].Release();
                    }
                }
            }, background: true);
        }
        group.End();
        Assert.Equal(0, torn);
        Assert.Equal(gaveWay, detector.Deadlocks);
        Assert.Equal(gaveWay, reports.Count(report => !report.EndsByItself));
        Assert.All(reports, AssertIsACycle);
        Assert.Empty(detector.Graph.Snapshot());
    }

    [Fact]
    public void The_debugger_shows_deadlocks_and_waits()
    {
        var detector = new DeadlockDetector();
        Assert.Equal("Deadlocks = 0, Waiting = 0", DebuggerText.Of(detector));
        new Ring(detector, 2).Start().End();
        Assert.Equal("Deadlocks = 1, Waiting = 0", DebuggerText.Of(detector));
        Assert.Equal("Waiting = 0", DebuggerText.Of(detector.Graph));
    }

    private static void AssertIsACycle(DeadlockReport report)
    {
        var next = report.Cycle.Skip(1).Append(report.Cycle[0]);
        foreach (var (thread, holder) in report.Cycle.Zip(next))
        {
            Assert.Equal(holder.Name, thread.Holder);
            Assert.Contains(new HeldSince(thread.WaitsFor, thread.HeldSince), holder.Holds);
        }
        Assert.Equal(report.Cycle.Count, report.Cycle.Select(thread => thread.Age).Distinct().Count());
        Assert.Equal(report.EndsByItself, report.Cycle.Any(thread => thread.IsTimed));
        if (report.Victim is not null) Assert.Contains(report.Victim, report.Cycle);
    }
}
