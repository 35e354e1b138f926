using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Deadlocks;

public sealed class WaitForGraphTests
{
    [Fact]
    public void It_is_empty_while_nobody_waits()
    {
        var detector = new DeadlockDetector();
        using (new TrackedLock("L") { Detector = detector }.Hold()) Assert.Empty(detector.Graph.Snapshot());
    }

    [Fact]
    public void A_chain_is_shown_oldest_wait_first_with_all_that_each_holds()
    {
        var detector = new DeadlockDetector();
        var locks = Enumerable.Range(0, 4).Select(k => new TrackedLock($"L{k}") { Detector = detector }).ToArray();
        locks[0].Acquire();
        var waiters = new List<WorkerThread>();
        for (var number = 1; number <= 3; number++)
        {
            var k = number;
            waiters.Add(WorkerThread.Start($"waiter {k}", () =>
            {
                using (locks[k].Hold()) locks[k - 1].Hold().Dispose();
            }, background: true));
            Patience.Until(() => detector.Graph.Snapshot().Count == k, $"{k} wait");
        }
        var snapshot = detector.Graph.Snapshot();
        Assert.Equal(["waiter 1", "waiter 2", "waiter 3"], snapshot.Select(thread => thread.Name));
        Assert.Equal(["L0", "L1", "L2"], snapshot.Select(thread => thread.WaitsFor.Name));
        Assert.Equal([Thread.CurrentThread.Name ?? $"thread {Environment.CurrentManagedThreadId}", "waiter 1", "waiter 2"],
            snapshot.Select(thread => thread.Holder));
        Assert.Equal(["L1", "L2", "L3"], snapshot.Select(thread => Assert.Single(thread.Holds).Lock.Name));
        Assert.All(snapshot, thread => Assert.False(thread.IsTimed));
        locks[0].Release();
        Patience.MustEnd(waiters);
        Assert.Empty(detector.Graph.Snapshot());
        Assert.Equal(0, detector.Deadlocks);
    }

    // Two threads enter the graph in a circle without going to sleep, so that each moment between can be looked at.
    [Theory]
    [InlineData("stays", true, true)]
    [InlineData("is cancelled before", false, false)]
    [InlineData("leaves before", false, false)]
    [InlineData("is cancelled after", true, false)]
    [InlineData("leaves after", true, false)]
    public void A_circle_counts_as_long_as_nobody_in_it_has_left_or_is_about_to(string other, bool isFound, bool isSentenced) =>
        Patience.OnAnotherThread(() =>
        {
            var detector = new DeadlockDetector();
            var graph = detector.Graph;
            TrackedLock a = new("a") { Detector = detector }, b = new("b") { Detector = detector };
            BlockedWait? ofOther = null;
            using var hasEntered = new ManualResetEventSlim();
            using var done = new ManualResetEventSlim();
            var thread = WorkerThread.Start("other", () =>
            {
                using (b.Hold())
                {
                    ofOther = new BlockedWait(TrackedThread.Current, a, CallSite.Here(), isTimed: false, graph);
                    Assert.Null(graph.Enter(ofOther));
                    hasEntered.Set();
                    Assert.True(done.Wait(Patience.Long));
                    graph.Leave(ofOther);
                }
            }, background: true);
            void Act(string now)
            {
                if (other == $"is cancelled {now}") ofOther!.Stop();
                if (other == $"leaves {now}") graph.Leave(ofOther!);
            }

            using (a.Hold())
            {
                Assert.True(hasEntered.Wait(Patience.Long));
                Act("before");
                var mine = new BlockedWait(TrackedThread.Current, b, CallSite.Here(), isTimed: false, graph);
                var cycle = graph.Enter(mine);
                Assert.Equal(isFound ? [mine, ofOther!] : [], cycle?.Members ?? []);
                Act("after");
                if (cycle is not null)
                {
                    var report = new DeadlockReport(cycle.Described, cycle.Described[0]);
                    Assert.Equal(isSentenced, graph.TrySentence(cycle, mine, report));
                    Assert.Equal(isSentenced, mine.Verdict == report);
                    Assert.False(graph.TrySentence(cycle, ofOther!, report)); // not twice
                }
                graph.Leave(mine);
                graph.Leave(mine); // again, it does nothing
            }
            done.Set();
            thread.Ends();
            Assert.Empty(graph.Snapshot());
        });

    // The place of a holder who runs on is three words, written while we read.
    [Fact]
    public void The_place_of_a_holder_is_never_made_up_of_two()
    {
        var detector = new DeadlockDetector();
        var @lock = new TrackedLock("L") { Detector = detector };
        CallSite one = AtOne(@lock), other = AtOther(@lock);
        var done = false;
        var group = new ThreadGroup();
        group.Start("holder", () =>
        {
            while (!Volatile.Read(ref done))
            {
                AtOne(@lock);
                AtOther(@lock);
            }
        }, background: true);
        group.Start("waiter", () =>
        {
            while (!Volatile.Read(ref done))
                if (@lock.TryAcquire(Patience.Long)) @lock.Release();
        }, background: true);
        for (var i = 0; i < 20_000; i++)
            foreach (var waiting in detector.Graph.Snapshot().Where(thread => thread.Holder == "holder"))
                Assert.Contains(waiting.HeldSince, new[] { one, other });
        Volatile.Write(ref done, true);
        group.End();
    }

    private static CallSite AtOne(TrackedLock @lock)
    {
        @lock.Acquire(); var place = CallSite.Here();
        @lock.Release();
        return place;
    }

    private static CallSite AtOther(TrackedLock @lock)
    {
        @lock.Acquire(); var place = CallSite.Here();
        @lock.Release();
        return place;
    }

    // Locks are acquired in order, so there must not be a cycle in any snapshot; what one says must not contradict itself.
    [Fact]
    public void No_snapshot_contradicts_itself_while_threads_come_and_go()
    {
        var detector = new DeadlockDetector(onCycle: _ => Assert.Fail("no cycle"));
        var locks = Enumerable.Range(0, 3).Select(k => new TrackedLock($"L{k}") { Detector = detector }).ToArray();
        var group = new ThreadGroup();
        var running = 4;
        for (var t = 0; t < 4; t++)
        {
            var first = t % 2;
            group.Start($"worker {t}", () =>
            {
                for (var i = 0; i < 100; i++)
                    using (locks[first].Hold())
                    using (locks[first + 1].Hold())
                        Thread.Yield();
                Interlocked.Decrement(ref running);
            }, background: true);
        }
        while (Volatile.Read(ref running) > 0)
        {
            var snapshot = detector.Graph.Snapshot();
            Assert.Equal(snapshot.Count, snapshot.Select(thread => thread.Age).Distinct().Count());
            foreach (var thread in snapshot)
            {
                Assert.NotEqual(thread.Name, thread.Holder);
                Assert.DoesNotContain(thread.Holds, held => held.Lock == thread.WaitsFor);
                Assert.All(thread.Holds, held => Assert.EndsWith($"{nameof(WaitForGraphTests)}.cs", held.At.File));

                // A holder who waits himself has it among what he holds.
                if (snapshot.SingleOrDefault(other => other.Name == thread.Holder) is { } holder)
                    Assert.Contains(holder.Holds, held => held.Lock == thread.WaitsFor && held.At == thread.HeldSince);
            }
            var holdsTogether = snapshot.SelectMany(thread => thread.Holds).Select(held => held.Lock).ToList();
            Assert.Equal(holdsTogether.Count, holdsTogether.Distinct().Count()); // no lock has two holders
        }
        group.End();
        Assert.Empty(detector.Graph.Snapshot());
    }
}
