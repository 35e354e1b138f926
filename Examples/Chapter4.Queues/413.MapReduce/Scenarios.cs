using Workbook.Concurrency.Queues;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>What holds of the words of two blocks that two mappers count.</summary>
public static class Scenarios
{
    [Scenario("each counts into a table of its own, and they are added up when both have ended")]
    public static void OwnTables()
    {
        var (first, second) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        Map(first, second);
        Require.That(first.GetValueOrDefault("to") + second.GetValueOrDefault("to") == 2);
    }

    [Scenario("mappers that count into one table spoil it", Fails = true)]
    public static void OneTable()
    {
        var counts = new Dictionary<string, long>();
        Map(counts, counts);
        Require.That(counts["to"] == 2);
    }

    private static void Map(Dictionary<string, long> first, Dictionary<string, long> second)
    {
        var blocks = new BoundedBlockingQueue<string>(2);
        blocks.Put("to be");
        blocks.Put("to do");
        blocks.Close();
        void Count(Dictionary<string, long> counts)
        {
            while (blocks.Take(out var block))
                foreach (var word in Words.In(block)) counts[word] = counts.GetValueOrDefault(word) + 1; // [count]
        }
        Together.Run(("mapper 1", () => Count(first)), ("mapper 2", () => Count(second)));
    }
}
