using Workbook.Concurrency.Tests.Async.Contract;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncProducerConsumerQueueTests
{
    private readonly AsyncProducerConsumerQueue<int> _queue = new();

    [Fact]
    public async Task Takers_are_served_in_the_order_of_their_calls()
    {
        for (var run = 0; run < 200; run++)
        {
            Task<int>[] takers = [.. Enumerable.Range(0, 4).Select(_ => _queue.DequeueAsync())];
            for (var i = 0; i < 4; i++) _queue.Enqueue(i);
            var taken = await Task.WhenAll(takers).InTime();
            Assert.Equal([0, 1, 2, 3], taken);
        }
    }

    [Fact]
    public async Task Threads_and_tasks_wait_in_one_queue()
    {
        var first = _queue.DequeueAsync();
        var second = 0;
        var worker = WorkerThread.Start("second", () => second = _queue.Dequeue(), background: true);
        Patience.UntilShown(_queue, "2 waiting");
        var third = _queue.DequeueAsync();
        for (var i = 1; i <= 3; i++) _queue.Enqueue(i);
        worker.Ends();
        Assert.Equal((1, 2, 3), (await first.InTime(), second, await third.InTime()));
    }

    [Fact]
    public async Task Producers_are_served_in_the_order_of_their_calls()
    {
        var queue = new AsyncProducerConsumerQueue<int>([0], 1);
        Task[] producers = [.. Enumerable.Range(1, 4).Select(queue.EnqueueAsync)];
        for (var i = 0; i < 5; i++) Assert.Equal(i, queue.Dequeue());
        await Task.WhenAll(producers).InTime();
    }

    [Fact]
    public async Task CompleteAdding_refuses_the_producers_that_wait_and_their_items_are_not_added()
    {
        var queue = new AsyncProducerConsumerQueue<int>([0], 1);
        var task = queue.EnqueueAsync(1);
        var worker = WorkerThread.Start(
            "producer", () => Assert.Throws<InvalidOperationException>(() => queue.Enqueue(2)), background: true);
        Patience.UntilShown(queue, "2 waiting");
        queue.CompleteAdding();
        await task.Fails<InvalidOperationException>();
        worker.Ends();
        Assert.Equal(0, queue.Dequeue());
        Assert.False(queue.TryDequeue(out _));
    }

    [Fact]
    public async Task A_producer_that_gives_up_in_the_middle_is_passed_over()
    {
        using var source = new CancellationTokenSource();
        var queue = new AsyncProducerConsumerQueue<int>([0], 1);
        Task[] producers = [queue.EnqueueAsync(1), queue.EnqueueAsync(2, source.Token), queue.EnqueueAsync(3)];
        await source.CancelAsync();
        await producers[1].IsCanceledInTime();
        for (var i = 0; i < 3; i++) Assert.Equal(new[] { 0, 1, 3 }[i], queue.Dequeue());
        await producers[2].InTime();
    }

    [Fact]
    public void Without_waiting_the_blocking_forms_allocate_nothing()
    {
        for (var i = 0; i < 100; i++) Pass(); // room for one item, code compiled
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Pass();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Pass()
        {
            _queue.Enqueue(1);
            _queue.Dequeue();
            _queue.TryEnqueue(2);
            _queue.TryDequeue(out _);
        }
    }

    [Fact]
    public async Task A_taker_that_gives_up_in_the_middle_is_passed_over()
    {
        using var source = new CancellationTokenSource();
        Task<int>[] takers = [_queue.DequeueAsync(), _queue.DequeueAsync(source.Token), _queue.DequeueAsync()];
        await source.CancelAsync();
        await takers[1].IsCanceledInTime();
        _queue.Enqueue(1);
        _queue.Enqueue(2);
        Assert.Equal((1, 2), (await takers[0].InTime(), await takers[2].InTime()));
    }

    [Fact]
    public async Task A_cancellation_carries_its_token()
    {
        using var source = new CancellationTokenSource();
        var take = _queue.DequeueAsync(source.Token);
        await source.CancelAsync();
        Assert.Equal(source.Token, (await take.Fails<TaskCanceledException>()).CancellationToken);
        var thrown = Assert.Throws<TaskCanceledException>(() => { _queue.Dequeue(source.Token); });
        Assert.Equal(source.Token, thrown.CancellationToken);
    }

    [Fact]
    public void Try_forms_say_whether_it_was_possible()
    {
        var queue = new AsyncProducerConsumerQueue<int>(1);
        Assert.False(queue.TryDequeue(out _));
        Assert.True(queue.TryEnqueue(1));
        Assert.False(queue.TryEnqueue(2));
        Assert.Equal(1, queue.Count);
        Assert.True(queue.TryDequeue(out var item));
        Assert.Equal(1, item);
        queue.CompleteAdding();
        Assert.False(queue.TryEnqueue(3));
        Assert.False(queue.TryDequeue(out _));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Await_foreach_takes_all_and_ends_with_CompleteAdding()
    {
        var consumer = Task.Run(async () =>
        {
            var seen = new List<int>();
            await foreach (var item in _queue) seen.Add(item);
            return seen;
        });
        for (var i = 0; i < 100; i++) _queue.Enqueue(i);
        _queue.CompleteAdding();
        Assert.Equal(Enumerable.Range(0, 100), await consumer.InTime());
    }

    [Fact]
    public async Task Await_foreach_is_cancelled_where_it_waits()
    {
        using var source = new CancellationTokenSource();
        _queue.Enqueue(1);
        await using var all = _queue.WithCancellation(source.Token).GetAsyncEnumerator();
        Assert.True(await all.MoveNextAsync());
        var next = all.MoveNextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(async () => await next);
    }

    [Fact]
    public async Task An_item_goes_to_the_waiting_taker_and_not_to_a_watcher()
    {
        var watch = _queue.OutputAvailableAsync();
        var take = _queue.DequeueAsync();
        _queue.Enqueue(1);
        Assert.Equal(1, await take.InTime());
        Assert.False(watch.IsCompleted);
        _queue.Enqueue(2);
        Assert.True(await watch.InTime());
    }

    [Fact]
    public async Task One_item_is_told_to_all_who_watch()
    {
        Task<bool>[] watches = [_queue.OutputAvailableAsync(), _queue.OutputAvailableAsync()];
        var worker = WorkerThread.Start("watcher", () => Assert.True(_queue.OutputAvailable()), background: true);
        Patience.UntilShown(_queue, "3 waiting");
        _queue.Enqueue(1);
        foreach (var watch in watches) Assert.True(await watch.InTime());
        worker.Ends();
    }

    [Fact]
    public async Task Continuations_do_not_run_on_the_thread_that_adds()
    {
        var adder = 0;
        var take = _queue.DequeueAsync().ContinueWith(
            _ => Environment.CurrentManagedThreadId,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Patience.OnAnotherThread(() =>
        {
            adder = Environment.CurrentManagedThreadId;
            _queue.Enqueue(1);
        });
        Assert.NotEqual(adder, await take.InTime());
    }

    [Fact]
    public async Task An_interrupted_taker_leaves_no_gap()
    {
        Thread? itself = null;
        var taker = WorkerThread.Start("taker", () =>
        {
            itself = Thread.CurrentThread;
            Assert.Throws<ThreadInterruptedException>(() => { _queue.Dequeue(); });
        }, background: true);
        Patience.UntilShown(_queue, "1 waiting");
        itself!.Interrupt();
        taker.Ends();
        _queue.Enqueue(1);
        Assert.Equal(1, await _queue.DequeueAsync().InTime());
    }

    [Fact]
    public void The_debugger_shows_items_and_waits()
    {
        var queue = new AsyncProducerConsumerQueue<int>([1, 2], 2);
        _ = queue.EnqueueAsync(3);
        Assert.Equal("2 items, 1 waiting", DebuggerText.Of(queue));
        queue.CompleteAdding();
        Assert.Equal("2 items, complete, 0 waiting", DebuggerText.Of(queue));
    }

    [Fact]
    public async Task Cancellations_and_items_race_without_loss()
    {
        const int Items = 2000;
        var taken = 0;
        var producer = Task.Run(() =>
        {
            for (var i = 0; i < Items; i++) _queue.Enqueue(i);
            _queue.CompleteAdding();
        });
        async Task Consume()
        {
            while (true)
            {
                using var source = new CancellationTokenSource();
                var take = _queue.DequeueAsync(source.Token);
                await source.CancelAsync();
                try
                {
                    await take;
                    Interlocked.Increment(ref taken);
                }
                catch (OperationCanceledException) { }
                catch (InvalidOperationException) { return; }
            }
        }
        await Task.WhenAll(producer, Task.Run(Consume), Task.Run(Consume)).InTime();
        Assert.Equal(Items, taken);
    }
}
