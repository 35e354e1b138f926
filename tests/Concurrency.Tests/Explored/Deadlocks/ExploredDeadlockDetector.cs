using Workbook.Concurrency.Deadlocks;

namespace Workbook.Concurrency.Tests.Explored.Deadlocks;

public sealed class ExploredDeadlockDetector
{
    [Fact]
    public void A_cycle_of_two_has_one_victim_and_both_end() => Explored.Holds(() =>
    {
        var detector = new DeadlockDetector();
        TrackedLock first = new("first") { Detector = detector }, second = new("second") { Detector = detector };
        var victims = 0;
        Together.Run(() => TakeBoth(first, second), () => TakeBoth(second, first));
        Assert.InRange(victims, 0, 1);
        Assert.Equal(victims, detector.Deadlocks);
        Assert.True(first.TryAcquire() && second.TryAcquire()); // nothing was left behind

        void TakeBoth(TrackedLock outer, TrackedLock inner)
        {
            using var held = outer.Hold();
            try
            {
                using var both = inner.Hold();
            }
            catch (DeadlockException) { Interlocked.Increment(ref victims); }
        }
    });

    [Fact]
    public void Locks_taken_in_one_order_have_no_victim() => Explored.Holds(() =>
    {
        var detector = new DeadlockDetector();
        TrackedLock first = new("first") { Detector = detector }, second = new("second") { Detector = detector };
        var entries = 0;
        Together.Run(TakeBoth, TakeBoth);
        Assert.Equal((2, 0), (entries, (int)detector.Deadlocks));

        void TakeBoth()
        {
            using var held = first.Hold();
            using var both = second.Hold();
            entries++;
        }
    });
}
