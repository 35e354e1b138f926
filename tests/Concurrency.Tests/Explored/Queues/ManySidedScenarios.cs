using Workbook.Concurrency.Tests.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

/// <summary>What those promise that any number of threads may put into and take from.</summary>
internal static class ManySidedScenarios
{
    public static void Two_threads_that_put_and_take_are_linearizable(LockFreeObject queue, bool isStack = false)
    {
        var history = new History(isStack, queue.Capacity);
        Together.Run(
            () =>
            {
                history.Put('a', queue.TryPut);
                history.Take(queue.TryTake);
            },
            () =>
            {
                history.Put('b', queue.TryPut);
                history.Take(queue.TryTake);
            });
        history.Take(queue.TryTake);
        history.Check();
    }

    public static void Two_takers_never_get_the_same(LockFreeObject queue, bool isStack = false)
    {
        var history = new History(isStack, queue.Capacity);
        history.Put('a', queue.TryPut);
        history.Put('b', queue.TryPut);
        Together.Run(() => history.Take(queue.TryTake), () => history.Take(queue.TryTake), () => history.Put('c', queue.TryPut));
        history.Take(queue.TryTake);
        history.Check();
    }

    public static void Two_putters_and_two_takers_race_for_nothing(LockFreeObject queue, bool isStack = false)
    {
        var sum = 0;
        Together.Run(
            () =>
            {
                queue.TryPut(1);
                Interlocked.Add(ref sum, queue.TryTake() ?? 0);
            },
            () =>
            {
                queue.TryPut(2);
                Interlocked.Add(ref sum, queue.TryTake() ?? 0);
            });
        Assert.Equal(3, sum + (queue.TryTake() ?? 0));
    }
}
