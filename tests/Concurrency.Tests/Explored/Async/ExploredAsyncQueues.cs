using System.Collections.Concurrent;

namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncQueues
{
    [Fact]
    public void An_item_arrives_with_all_that_was_written_before() => Explored.Proves(async () =>
    {
        var (queue, data) = (new AsyncProducerConsumerQueue<int>(), 0);
        await Together.RunAsync(
            async () =>
            {
                data = 7;
                await queue.EnqueueAsync(1);
            },
            async () => Assert.Equal((1, 7), (await queue.DequeueAsync(), data)));
    });

    [Fact]
    public void A_full_queue_makes_its_producer_wait_and_keeps_the_order() => Explored.Proves(async () =>
    {
        var queue = new AsyncProducerConsumerQueue<int>(1);
        await Together.RunAsync(
            async () =>
            {
                await queue.EnqueueAsync(1);
                Assert.InRange(queue.Count, 0, 1);
                await queue.EnqueueAsync(2);
            },
            async () =>
            {
                Assert.Equal(1, await queue.DequeueAsync());
                Assert.Equal(2, await queue.DequeueAsync());
            });
        Assert.Equal(0, queue.Count);
    });

    [Fact]
    public void A_thread_gives_and_a_task_takes() => Explored.Proves(async () =>
    {
        var queue = new AsyncProducerConsumerQueue<int>(1);
        queue.Enqueue(1);
        var thread = Together.Start("thread", () => queue.Enqueue(2));
        Assert.Equal(1, await queue.DequeueAsync());
        Assert.Equal(2, await queue.DequeueAsync());
        thread.Join();
    });

    [Fact]
    public void One_item_goes_to_one_of_two_consumers_and_the_end_to_the_other() => Explored.Proves(async () =>
    {
        var (queue, taken) = (new AsyncProducerConsumerQueue<int>(), 0);
        var (first, second) = (Task.Run(Take), Take());
        queue.Enqueue(1);
        queue.CompleteAdding();
        await first;
        await second;
        Assert.Equal(1, taken);

        async Task Take()
        {
            try { await queue.DequeueAsync(); }
            catch (InvalidOperationException) { return; }
            Interlocked.Increment(ref taken);
        }
    });

    [Fact]
    public void An_item_that_meets_the_end_is_refused_or_can_be_taken() => Explored.Proves(async () =>
    {
        var (queue, accepted) = (new AsyncProducerConsumerQueue<int>(), false);
        await Together.RunAsync(Together.Now(() => accepted = queue.TryEnqueue(1)), Together.Now(queue.CompleteAdding));
        Assert.Equal(accepted, await queue.OutputAvailableAsync());
        Assert.Equal(accepted, queue.TryDequeue(out _));
    });

    [Fact]
    public void The_end_sends_home_a_producer_that_waits_or_it_was_faster() => Explored.Proves(async () =>
    {
        var queue = new AsyncProducerConsumerQueue<int>([1], 1);
        var put = queue.EnqueueAsync(2);
        await Together.RunAsync(Together.Now(queue.CompleteAdding), Together.Now(() => Assert.True(queue.TryDequeue(out _))));
        var accepted = true;
        try { await put; }
        catch (InvalidOperationException) { accepted = false; }
        Assert.Equal(accepted, queue.TryDequeue(out _));
    });

    [Fact]
    public void A_take_that_is_cancelled_at_the_hand_over_loses_no_item() => Explored.Proves(async () =>
    {
        var (queue, source) = (new AsyncProducerConsumerQueue<int>(), new CancellationTokenSource());
        var take = queue.DequeueAsync(source.Token);
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(() => queue.Enqueue(1)));
        var taken = await Together.Ends(take);
        Assert.Equal(taken ? 0 : 1, queue.Count);
    });

    [Fact]
    public void An_item_of_a_put_that_is_cancelled_is_in_or_out() => Explored.Proves(async () =>
    {
        var (queue, source) = (new AsyncProducerConsumerQueue<int>([1], 1), new CancellationTokenSource());
        var put = queue.EnqueueAsync(2, source.Token);
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(() => Assert.True(queue.TryDequeue(out _))));
        var isIn = await Together.Ends(put);
        Assert.Equal(isIn ? 1 : 0, queue.Count);
    });

    [Fact]
    public void Await_foreach_ends_with_the_last_item() => Explored.Proves(async () =>
    {
        var (queue, sum) = (new AsyncProducerConsumerQueue<int>(), 0);
        var consumer = Sum(); // waits
        queue.Enqueue(1);
        queue.CompleteAdding();
        await consumer;
        Assert.Equal(1, sum);

        async Task Sum()
        {
            await foreach (var item in queue) sum += item;
        }
    });

    [Fact]
    public void A_collection_hands_over_what_its_store_keeps() => Explored.Proves(async () =>
    {
        var stack = new AsyncCollection<int>(new ConcurrentStack<int>(), 1);
        var sum = 0;
        await Together.RunAsync(
            async () =>
            {
                await stack.AddAsync(1);
                await stack.AddAsync(2);
            },
            async () =>
            {
                sum += await stack.TakeAsync();
                sum += await stack.TakeAsync();
            });
        Assert.Equal((3, 0), (sum, stack.Count));
    });

    [Fact]
    public void A_collection_tells_that_there_is_an_item_or_that_it_is_over() => Explored.Proves(async () =>
    {
        var (items, isThere) = (new AsyncCollection<int>(), false);
        await Together.RunAsync(
            Together.Now(() =>
            {
                items.Add(1);
                items.CompleteAdding();
            }),
            async () => isThere = await items.OutputAvailableAsync());
        Assert.True(isThere);
        Assert.Equal(1, items.Take());
        Assert.False(await items.OutputAvailableAsync());
    });
}
