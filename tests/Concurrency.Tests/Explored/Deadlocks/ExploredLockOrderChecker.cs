using Workbook.Concurrency.Deadlocks;

namespace Workbook.Concurrency.Tests.Explored.Deadlocks;

public sealed class ExploredLockOrderChecker
{
    // The checker needs no deadlock to see one coming: in each interleaving that does not block, one of the two is told.
    [Fact]
    public void Whoever_comes_second_with_the_other_order_is_told() => Explored.Holds(() =>
    {
        var order = new LockOrderChecker(throws: true);
        TrackedLock first = new("first") { Order = order }, second = new("second") { Order = order };
        var told = 0;
        Together.Run(() => TakeBoth(first, second), () => TakeBoth(second, first));
        Assert.Equal(1, told);

        void TakeBoth(TrackedLock outer, TrackedLock inner)
        {
            using var held = outer.Hold();
            try
            {
                using var both = inner.Hold();
            }
            catch (LockOrderException) { Interlocked.Increment(ref told); }
        }
    });
}
