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
                for (var i = 0; i < 400; i++)
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
