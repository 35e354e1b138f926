using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.TryLocks;

/// <summary>What holds of two locks that are taken without waiting for the second.</summary>
public static class Scenarios
{
    [Scenario("in opposite orders, both get through, and are alone then")]
    public static void OppositeOrders()
    {
        var (ring, uses) = (new Ring(2), 0);
        void Use(int thread)
        {
            var both = new BothLocks(ring.First(thread), ring.Second(thread), TimeSpan.FromMilliseconds(1));
            both.Acquire();
            uses++;
            both.Release();
        }
        Together.Run(("t1", () => Use(0)), ("t2", () => Use(1)));
        Require.That(uses == 2);
    }

    [Scenario("in step and without a pause, both try for ever", Fails = true)]
    public static void InStep()
    {
        var (ring, meeting) = (new Ring(2), new CyclicBarrier(2));
        void Use(int thread)
        {
            var second = new LockInStep(ring.Second(thread), meeting, rounds: int.MaxValue, CancellationToken.None);
            var both = new BothLocks(ring.First(thread), second, longestPause: TimeSpan.Zero); // [no pause]
            both.Acquire();
            both.Release();
        }
        Together.Run(("t1", () => Use(0)), ("t2", () => Use(1)));
    }
}
