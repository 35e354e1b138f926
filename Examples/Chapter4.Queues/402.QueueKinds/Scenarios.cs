using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.QueueKinds;

/// <summary>What holds of a queue with priorities.</summary>
public static class Scenarios
{
    [Scenario("of two puts at the same time both come out, the smaller priority first")]
    public static void SmallerFirst()
    {
        var queue = new StableQueue<string>();
        Together.Run(("a", () => queue.Put("late", 2)), ("b", () => queue.Put("early", 1)));
        Require.That(queue.Take(out var item) && item == "early");
        Require.That(queue.Take(out item) && item == "late");
    }

    [Scenario("who waits gets the item, or is told of the end")]
    public static void ItemOrEnd()
    {
        var (queue, taken) = (new StableQueue<int>(), false);
        Together.Run(
            ("consumer", () => taken = queue.Take(out _)),
            ("producer", () =>
            {
                queue.Put(1, 1);
                queue.Close();
            }
        ));
        Require.That(taken);
    }
}
