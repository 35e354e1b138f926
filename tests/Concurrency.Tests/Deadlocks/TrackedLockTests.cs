using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Tests.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Deadlocks;

public class TrackedLockTests : LockContract
{
    private protected override ILock Create() =>
        new TrackedLock("L") { Detector = new DeadlockDetector(), Order = new LockOrderChecker(throws: true), Rank = 1 };

    private protected override bool WaitersSleep => true;

    private protected override string DisplayWhenFree => "L: free";

    private protected override string DisplayWhenHeld(int thread) => $"L: held by thread {thread}";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_lock_without_a_name_is_refused(string? name) =>
        Assert.ThrowsAny<ArgumentException>(() => new TrackedLock(name!));

    [Fact]
    public void A_report_names_the_exact_places_of_all_forms_of_acquire()
    {
        var detector = new DeadlockDetector();
        TrackedLock held = new("held") { Detector = detector }, other = new("other") { Detector = detector };
        CallSite place = default;
        Func<bool>[] takeHeld =
        [
            () => { held.Acquire(); place = CallSite.Here(); return true; },
            () => { _ = held.Hold(); place = CallSite.Here(); return true; },
            () => { var taken = held.TryAcquire(); place = CallSite.Here(); return taken; },
            () => { var taken = held.TryAcquire(Patience.Long); place = CallSite.Here(); return taken; },
        ];
        foreach (var take in takeHeld)
        {
            Assert.True(take());
            CallSite otherPlace = default, waitPlace = default;
            var waiter = WorkerThread.Start("waiter", () =>
            {
                other.Acquire(); otherPlace = CallSite.Here();
                waitPlace = CallSite.Here(); held.Acquire();
                held.Release();
                other.Release();
            }, background: true);
            Patience.Until(() => detector.Graph.Snapshot().Count == 1, "it waits");
            var seen = Assert.Single(detector.Graph.Snapshot());
            held.Release();
            waiter.Ends();
            Assert.Equal((place, waitPlace), (seen.HeldSince, seen.At));
            Assert.Equal([new HeldSince(other, otherPlace)], seen.Holds);
            Assert.EndsWith(nameof(TrackedLockTests) + ".cs", place.File);
            Assert.Equal(nameof(A_report_names_the_exact_places_of_all_forms_of_acquire), place.Member);
            Assert.Equal($"waiter waits for held ({waitPlace}), held by {seen.Holder} since {place}", $"{seen}");
        }
    }

    [Fact]
    public void Through_the_interface_a_waiter_is_looked_up_and_a_holder_stays_unknown()
    {
        var detector = new DeadlockDetector();
        ILock @lock = new TrackedLock("L") { Detector = detector };
        @lock.Acquire();
        var waiter = WorkerThread.Start("waiter", () => @lock.Hold().Dispose(), background: true);
        Patience.Until(() => detector.Graph.Snapshot().Count == 1, "it waits");
        var seen = Assert.Single(detector.Graph.Snapshot());
        @lock.Release();
        waiter.Ends();
        Assert.Equal("a place unknown", $"{seen.HeldSince}");
        Assert.StartsWith(nameof(TrackedLockTests) + ".cs:", $"{seen.At}");
    }

    [Fact]
    public void An_interrupted_wait_leaves_the_graph_and_not_the_lock_behind()
    {
        var detector = new DeadlockDetector();
        var @lock = new TrackedLock("L") { Detector = detector };
        @lock.Acquire();
        Thread? sleeper = null;
        var waiter = WorkerThread.Start("waiter", () =>
        {
            sleeper = Thread.CurrentThread;
            Assert.Throws<ThreadInterruptedException>(() => @lock.Acquire());
            Assert.False(@lock.IsHeldByCurrentThread);
        }, background: true);
        Patience.Until(() => detector.Graph.Snapshot().Count == 1, "it waits");
        sleeper!.Interrupt();
        waiter.Ends();
        Assert.Empty(detector.Graph.Snapshot());
        @lock.Release();
        Patience.OnAnotherThread(() => Assert.True(@lock.TryAcquire()));
    }

    [Fact]
    public void Without_a_detector_it_is_a_lock_like_others()
    {
        var @lock = new TrackedLock("L");
        WhileAnotherHolds(@lock, held =>
        {
            Assert.False(held.TryAcquire(Short));
            Assert.Throws<OperationCanceledException>(() => held.Acquire(new CancellationToken(canceled: true)));
        });
        @lock.Acquire();
        Assert.True(@lock.IsHeldByCurrentThread);
    }

    [Fact]
    public void Locks_may_be_released_in_any_order() => Patience.OnAnotherThread(() =>
    {
        TrackedLock a = new("a"), b = new("b"), c = new("c");
        foreach (var @lock in new[] { a, b, c }) @lock.Acquire();
        b.Release();
        a.Release();
        Assert.Equal([c], TrackedThread.Current.Holds);
        c.Release();
        Assert.Empty(TrackedThread.Current.Holds);
    });
}
