using Workbook.Concurrency.Pools;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>What holds of branches that may be stolen.</summary>
public static class Scenarios
{
    [Scenario("halves without a common index may be sorted at the same time")]
    public static void SortedTogether()
    {
        int[] items = [3, 1, 2, 0], space = new int[4];
        Together.Run(
            ("left", () => MergeSort.Sort(items, space, 0, 2)),
            ("right", () => MergeSort.Sort(items, space, 2, 2)));
        MergeSort.Merge(items, space, 0, 2, 4);
        Require.That(items is [0, 1, 2, 3]);
    }

    [Scenario("it is sorted when Sort returns, and the worker ends with the pool")]
    public static void SortedByPool()
    {
        using var pool = new WorkStealingPool(1);
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
