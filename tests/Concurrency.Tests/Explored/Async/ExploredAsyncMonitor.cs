namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncMonitor
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void A_change_that_is_pulsed_is_not_missed() => Explored.Proves(async () =>
    {
        var (monitor, isReady, seen) = (new AsyncMonitor(), false, false);
        await Together.RunAsync(
            async () =>
            {
                using (await monitor.EnterAsync())
                {
                    while (!isReady) await monitor.WaitAsync();
                    seen = true;
                }
            },
            async () =>
            {
                using (await monitor.EnterAsync())
                {
                    isReady = true;
                    monitor.Pulse();
                }
            });
        Assert.True(seen);
        Assert.True(monitor.TryEnter(out _));
    });

    [Fact]
    public void A_thread_that_waits_is_pulsed_by_a_task() => Explored.Proves(async () =>
    {
        var (monitor, isReady) = (new AsyncMonitor(), false);
        var thread = Together.Start("thread", () =>
        {
            using (monitor.Enter())
                while (!isReady) monitor.Wait();
        });
        using (await monitor.EnterAsync())
        {
            isReady = true;
            monitor.Pulse();
        }
        thread.Join();
    });

    [Fact]
    public void PulseAll_reaches_both_who_wait() => Explored.Proves(async () =>
    {
        var (monitor, isReady) = (new AsyncMonitor(), false);
        var (first, second) = (Wait(), Wait());
        var pulse = Task.Run(() =>
        {
            using (monitor.Enter())
            {
                isReady = true;
                monitor.PulseAll();
            }
        });
        await first;
        await second;
        await pulse;

        async Task Wait()
        {
            using (await monitor.EnterAsync())
                while (!isReady) await monitor.WaitAsync();
        }
    });

    [Fact]
    public void PulseAll_misses_nobody_who_comes_to_wait_meanwhile() => Explored.Holds(async () =>
    {
        var (monitor, isReady) = (new AsyncMonitor(), false);
        await Together.RunAsync(Wait, Wait, async () =>
        {
            using (await monitor.EnterAsync())
            {
                isReady = true;
                monitor.PulseAll();
            }
        });

        async Task Wait()
        {
            using (await monitor.EnterAsync())
                while (!isReady) await monitor.WaitAsync();
        }
    }, bound: 1);

    [Fact]
    public void One_notification_wakes_the_one_who_has_waited_longest() => Explored.Proves(async () =>
    {
        var @lock = new AsyncLock();
        var condition = new AsyncConditionVariable(@lock);
        var (firstKey, first) = (@lock.Lock(), condition.WaitAsync());
        var (secondKey, second) = (@lock.Lock(), condition.WaitAsync());
        await Together.RunAsync(Together.Now(condition.Notify), async () =>
        {
            await first;
            firstKey.Dispose();
        });
        Assert.False(second.IsCompleted);
        condition.Notify();
        await second;
        secondKey.Dispose();
    });

    [Fact]
    public void A_wait_that_is_cancelled_while_it_is_notified_holds_the_lock() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncLock(), new CancellationTokenSource());
        var condition = new AsyncConditionVariable(@lock);
        var key = @lock.Lock();
        var wait = condition.WaitAsync(source.Token);
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(condition.Notify));
        await Together.Ends(wait);
        Assert.False(@lock.TryLock(out _));
        key.Dispose();
        Assert.True(@lock.TryLock(out _));
    });

    [Fact]
    public void A_notification_is_not_lost_on_a_wait_that_is_cancelled() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncLock(), new CancellationTokenSource());
        var condition = new AsyncConditionVariable(@lock);
        var first = @lock.Lock();
        var leaves = condition.WaitAsync(source.Token);
        var second = @lock.Lock();
        var stays = condition.WaitAsync();
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(condition.Notify));
        var notified = await Together.Ends(leaves);
        first.Dispose();
        if (notified) condition.Notify(); // the one that it has used up
        await stays;
        second.Dispose();
    });

    [Fact]
    public void A_wait_of_a_thread_whose_time_is_up_holds_the_lock() => Explored.Holds(async () =>
    {
        var (monitor, entries) = (new AsyncMonitor(), 0);
        var thread = Together.Start("thread", () =>
        {
            using (monitor.Enter())
            {
                monitor.TryWait(_short);
                entries++; // plain: the lock orders the entries
            }
        });
        using (await monitor.EnterAsync())
        {
            entries++;
            monitor.Pulse();
        }
        thread.Join();
        Assert.Equal(2, entries);
    }, bound: 1);
}
