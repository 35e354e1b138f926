using Workbook.Concurrency.Queues;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>What holds of words that are counted in three stages.</summary>
public static class Scenarios
{
    [Scenario("every word is counted once, and all stages end")]
    public static void CountedOnce()
    {
        var counts = new WordCount(mappers: 1, reducers: 1, capacity: 1).Of(["to be", "to do"]);
        Require.That(counts.Count == 3 && counts["to"] == 2 && counts["be"] == 1 && counts["do"] == 1);
    }

    [Scenario("mappers that count into one table spoil it", Fails = true)]
    public static void OneTable()
    {
        var (blocks, counts) = (new BoundedBlockingQueue<string>(2), new Dictionary<string, long>());
        blocks.Put("to be");
        blocks.Put("to do");
        blocks.Close();
        void Map()
        {
            while (blocks.Take(out var block))
                foreach (var word in Words.In(block)) counts[word] = counts.GetValueOrDefault(word) + 1; // [count]
        }
        Together.Run(("mapper 1", Map), ("mapper 2", Map));
        Require.That(counts["to"] == 2);
    }
}
