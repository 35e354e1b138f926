using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

/// <summary>What every blocking queue promises: each item comes out once, waits end, close ends all.</summary>
internal static class QueueScenarios
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    public static void What_is_put_is_taken_with_all_that_was_written_before(IBlockingQueue<int> queue)
    {
        var data = 0;
        Together.Run(
            () =>
            {
                data = 7;
                queue.Put(1);
            },
            () =>
            {
                Assert.True(queue.Take(out var item));
                Assert.Equal((1, 7), (item, data));
            });
    }

    public static void One_item_goes_to_one_of_two_consumers_and_close_ends_the_other(IBlockingQueue<int> queue)
    {
        var taken = 0;
        Together.Run(Take, Take, () =>
        {
            queue.Put(1);
            queue.Close();
        });
        Assert.Equal(1, taken);

        void Take()
        {
            if (queue.Take(out _)) Interlocked.Increment(ref taken);
        }
    }

    public static void A_put_that_meets_close_is_refused_or_can_be_taken(IBlockingQueue<int> queue)
    {
        var accepted = false;
        Together.Run(() => accepted = queue.TryPut(1), queue.Close);
        Assert.Equal(accepted, queue.Take(out _));
        Assert.False(queue.TryPut(2));
    }

    public static void A_wait_that_times_out_loses_no_item(IBlockingQueue<int> queue)
    {
        var taken = false;
        Together.Run(() => taken = queue.TryTake(out _, _short), () => queue.Put(1));
        Assert.NotEqual(taken, queue.TryTake(out _));
    }

    public static void A_cancelled_wait_loses_no_item(IBlockingQueue<int> queue)
    {
        var taken = false;
        var source = new CancellationTokenSource();
        var consumer = Together.Start("consumer", () =>
        {
            try { taken = queue.Take(out _, source.Token); }
            catch (OperationCanceledException) { }
        });
        source.Cancel();
        queue.Put(1);
        consumer.Join();
        Assert.NotEqual(taken, queue.TryTake(out _));
    }

    public static void An_interrupted_wait_loses_no_item(IBlockingQueue<int> queue)
    {
        var taken = false;
        var consumer = Together.Start("consumer", () =>
        {
            try { taken = queue.Take(out _); }
            catch (ThreadInterruptedException) { }
        });
        consumer.Interrupt();
        queue.Put(1);
        consumer.Join();
        Assert.NotEqual(taken, queue.TryTake(out _));
    }
}
