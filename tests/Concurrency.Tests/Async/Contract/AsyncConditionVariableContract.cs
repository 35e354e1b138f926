using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncConditionVariableContract
{
    private readonly AsyncLock _lock = new();
    private readonly AsyncConditionVariable _condition;

    public AsyncConditionVariableContract() => _condition = new(_lock);

    [Fact]
    public async Task A_wait_releases_the_lock_and_completes_with_it()
    {
        IDisposable key = _lock.Lock();
        var wait = _condition.WaitAsync();
        using (await _lock.LockAsync().AsTask().InTime()) // free meanwhile
        {
            _condition.Notify();
            Assert.False(wait.IsCompleted); // notified, but we have the lock
        }
        await wait.InTime();
        Assert.False(_lock.LockAsync().AsTask().IsCompleted);
        key.Dispose();
    }

    [Fact]
    public async Task The_key_of_before_the_wait_releases_the_lock_after_it()
    {
        var key = await _lock.LockAsync();
        var wait = _condition.WaitAsync();
        using (_lock.Lock()) _condition.Notify();
        await wait.InTime();
        var next = _lock.LockAsync().AsTask();
        Assert.False(next.IsCompleted);
        key.Dispose();
        IDisposable other = await next.InTime();
        key.Dispose(); // once only
        Assert.False(_lock.LockAsync().AsTask().IsCompleted);
        other.Dispose();
    }

    [Fact]
    public async Task Notify_wakes_one_in_the_order_of_the_calls()
    {
        var (log, waits) = (new List<int>(), new List<Task>());
        for (var i = 0; i < 3; i++) waits.Add(await StartWaiting(i, log));
        for (var i = 0; i < 3; i++)
        {
            using (await _lock.LockAsync()) _condition.Notify();
            await waits[i].InTime();
            Assert.Equal(Enumerable.Range(0, i + 1), log);
        }
    }

    [Fact]
    public async Task NotifyAll_wakes_all_one_after_another()
    {
        var (log, waits) = (new List<int>(), new List<Task>());
        for (var i = 0; i < 4; i++) waits.Add(await StartWaiting(i, log));
        using (await _lock.LockAsync()) _condition.NotifyAll();
        await Task.WhenAll(waits).InTime();
        Assert.Equal([0, 1, 2, 3], log.Order());
    }

    [Fact]
    public async Task A_notification_is_not_remembered()
    {
        using (await _lock.LockAsync())
        {
            _condition.Notify();
            _condition.NotifyAll();
        }
        var wait = await StartWaiting(0, []);
        Assert.False(wait.IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_wait_completes_only_with_the_lock()
    {
        using var source = new CancellationTokenSource();
        var key = await _lock.LockAsync();
        var wait = _condition.WaitAsync(source.Token);
        var other = await _lock.LockAsync();
        await source.CancelAsync();
        Assert.False(wait.IsCompleted); // the lock is another's
        other.Dispose();
        await wait.IsCanceledInTime();
        var next = _lock.LockAsync().AsTask();
        Assert.False(next.IsCompleted); // it is ours again
        key.Dispose();
        (await next.InTime()).Dispose();
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_notification()
    {
        using var source = new CancellationTokenSource();
        var key = await _lock.LockAsync();
        var cancelled = _condition.WaitAsync(source.Token);
        var stays = await StartWaiting(0, []);
        await source.CancelAsync();
        await cancelled.IsCanceledInTime();
        key.Dispose();
        using (await _lock.LockAsync()) _condition.Notify();
        await stays.InTime();
    }

    [Fact]
    public void Threads_wait_in_the_same_way()
    {
        var woken = false;
        var thread = WorkerThread.Start("waiter", () =>
        {
            using (_lock.Lock())
            {
                _condition.Wait();
                woken = true;
            }
        }, background: true);
        Patience.UntilAsleep(thread);
        using (_lock.Lock())
        {
            _condition.Notify();
            Assert.False(woken);
        }
        thread.Ends();
        Assert.True(woken);
        Assert.True(_lock.LockAsync().AsTask().IsCompleted);
    }

    [Fact]
    public void A_thread_whose_wait_is_cancelled_has_the_lock_again()
    {
        using var source = new CancellationTokenSource();
        var holds = false;
        var thread = WorkerThread.Start("waiter", () =>
        {
            using (_lock.Lock())
            {
                Assert.ThrowsAny<OperationCanceledException>(() => _condition.Wait(source.Token));
                holds = !_lock.LockAsync(new CancellationToken(true)).AsTask().IsCompletedSuccessfully;
            }
        }, background: true);
        Patience.UntilAsleep(thread);
        source.Cancel();
        thread.Ends();
        Assert.True(holds);
        Assert.True(_lock.LockAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task An_already_cancelled_token_leaves_the_lock_with_its_holder()
    {
        var key = await _lock.LockAsync();
        await _condition.WaitAsync(new CancellationToken(true)).IsCanceledInTime();
        var next = _lock.LockAsync().AsTask();
        Assert.False(next.IsCompleted);
        key.Dispose();
        await next.InTime();
    }

    [Fact]
    public async Task Producers_and_consumers_lose_nothing()
    {
        const int Items = 300;
        var (queue, taken) = (new Queue<int>(), new List<int>());
        var notFull = new AsyncConditionVariable(_lock);
        Task[] consumers = [Task.Run(Consume), Task.Run(Consume)];
        var producer = WorkerThread.Start("producer", () =>
        {
            for (var i = 0; i < Items; i++)
            {
                using (_lock.Lock())
                {
                    while (queue.Count == 4) notFull.Wait();
                    queue.Enqueue(i);
                    _condition.Notify();
                }
            }
        }, background: true);
        await Task.WhenAll(consumers).InTime();
        producer.Ends();
        Assert.Equal(Enumerable.Range(0, Items), taken);

        async Task Consume()
        {
            for (var i = 0; i < Items / 2; i++)
            {
                using (await _lock.LockAsync())
                {
                    while (queue.Count == 0) await _condition.WaitAsync();
                    taken.Add(queue.Dequeue());
                    notFull.Notify();
                }
            }
        }
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() =>
        Ids.AreDistinct(() => new AsyncConditionVariable(_lock).Id, _condition.Id, _condition.Id);

    // Returns once the waiter waits; its task ends when it has been woken and has released the lock.
    private async Task<Task> StartWaiting(int number, List<int> log)
    {
        var key = await _lock.LockAsync().AsTask().InTime();
        var wait = _condition.WaitAsync();
        return Finish();

        async Task Finish()
        {
            await wait;
            log.Add(number);
            key.Dispose();
        }
    }
}
