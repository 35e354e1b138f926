using Workbook.Concurrency.Tests.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

/// <summary>What every queue and stack promises in which nobody sleeps: a sequential object explains the answers, and who takes an item sees
/// what was written before it was put.</summary>
internal static class LockFreeScenarios
{
    public static void A_put_and_a_take_are_linearizable(LockFreeObject queue, bool isStack = false)
    {
        var history = new History(isStack, queue.Capacity);
        Together.Run(
            () =>
            {
                history.Put('a', queue.TryPut);
                history.Put('b', queue.TryPut);
            },
            () =>
            {
                history.Take(queue.TryTake);
                history.Take(queue.TryTake);
            });
        history.Take(queue.TryTake);
        history.Check();
    }

    public static void The_taker_sees_what_was_written_before_the_put(LockFreeObject queue, bool isStack = false)
    {
        var data = new int[2];
        Together.Run(
            () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    data[i] = i + 7;
                    queue.TryPut(i);
                }
            },
            () =>
            {
                if (queue.TryTake() is { } item) Assert.Equal(item + 7, data[item]);
            });
    }
}
