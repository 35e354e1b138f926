using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>What holds of a queue with room for one.</summary>
public static class Scenarios
{
    [Scenario("two items come out in order, and then the end")]
    public static void ToTheEnd()
    {
        var queue = new BoundedQueue<int>(1);
        Together.Run(
            ("producer", () =>
            {
                queue.Put(1);
                queue.Put(2);
                queue.Close();
            }
        ),
            ("consumer", () =>
            {
                Require.That(queue.Take(out var item) && item == 1);
                Require.That(queue.Take(out item) && item == 2);
                Require.That(!queue.Take(out _));
            }
        ));
    }

    [Scenario("an item is not lost on a consumer that gives up waiting")]
    public static void NotLost()
    {
        var (queue, taken) = (new BoundedQueue<int>(1), false);
        Together.Run(
            ("impatient", () => taken = queue.TryTake(out _, TimeSpan.FromMilliseconds(1))),
            ("producer", () => queue.Put(1)));
        Require.That(taken != queue.TryTake(out _));
    }

    [Scenario("a put that meets the close is refused, or its item comes out")]
    public static void MeetsClose()
    {
        var (queue, accepted) = (new BoundedQueue<int>(1), false);
        Together.Run(("producer", () => accepted = queue.TryPut(1)), ("closer", queue.Close));
        Require.That(accepted == queue.Take(out _));
    }
}
