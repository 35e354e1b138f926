using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Deadlocks;

public sealed class ReentrantTrackedLockTests : TrackedLockTests
{
    private protected override ILock Create() => new TrackedLock("L")
    {
        Detector = new DeadlockDetector(),
        Order = new LockOrderChecker(throws: true),
        Rank = 1,
        IsReentrant = true,
    };

    private protected override bool IsReentrant => true;

    [Fact]
    public void It_is_free_for_others_only_after_as_many_releases_as_acquires()
    {
        var @lock = new TrackedLock("L") { IsReentrant = true, Order = new LockOrderChecker(throws: true) };
        @lock.Acquire();
        Assert.True(@lock.TryAcquire());
        Assert.True(@lock.TryAcquire(TimeSpan.Zero));
        using (@lock.Hold()) Assert.Single(TrackedThread.Current.Holds, held => held == @lock); // once
        for (var release = 1; release <= 3; release++)
        {
            Patience.OnAnotherThread(() => Assert.False(@lock.TryAcquire()));
            @lock.Release();
        }
        Patience.OnAnotherThread(() => Assert.True(@lock.TryAcquire()));
    }
}
