using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LockOrder;

/// <summary>What holds of locks that are acquired in order.</summary>
public static class Scenarios
{
    [Scenario("asked for in opposite orders, both get both")]
    public static void OppositeOrders()
    {
        var (locks, entries) = (new OrderedLocks(2), 0);
        Together.Run(("a", () => Enter([0, 1])), ("b", () => Enter([1, 0])));
        Require.That(entries == 2);

        void Enter(int[] numbers)
        {
            using (locks.AcquireAll(numbers)) entries++;
        }
    }
}
