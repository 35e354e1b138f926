using Workbook.Concurrency.Pools;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>What holds of a sort whose halves may be stolen.</summary>
public static class Scenarios
{
    [Scenario("stolen or not, the halves are sorted before they are merged")]
    public static void Sorted()
    {
        using var pool = new WorkStealingPool(2);
        int[] items = [2, 1];
        new ParallelMergeSort<int>(pool, cutOff: 1).Sort(items);
        Require.That(items is [1, 2]);
    }

    [Scenario("merged before the branch has been joined, what it sorts is not sorted yet", Fails = true)]
    public static void MergedTooEarly()
    {
        using var pool = new WorkStealingPool(2);
        int[] items = [2, 1, 0], space = new int[3];
        pool.Run(() =>
        {
            var right = pool.Fork(() => MergeSort.Sort(items, space, 1, 2));
            MergeSort.Merge(items, space, 0, 1, 3); // [too early]
            right.Join();
        });
        Require.That(items is [0, 1, 2]);
    }
}
