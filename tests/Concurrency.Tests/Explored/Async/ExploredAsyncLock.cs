namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncLock
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void Two_tasks_exclude_each_other() => Explored.Proves(async () =>
    {
        var (@lock, entries) = (new AsyncLock(), 0); // plain: the lock orders the entries
        await Together.RunAsync(Enter, Enter);
        Assert.Equal(2, entries);
        Assert.True(@lock.TryLock(out _));

        async Task Enter()
        {
            using (await @lock.LockAsync()) entries++;
        }
    });

    [Fact]
    public void A_holder_keeps_it_across_an_await() => Explored.Proves(async () =>
    {
        var (@lock, inside) = (new AsyncLock(), 0);
        await Together.RunAsync(Enter, Enter);

        async Task Enter()
        {
            using (await @lock.LockAsync())
            {
                inside++;
                await Task.Yield();
                Assert.Equal(1, inside--);
            }
        }
    });

    [Fact]
    public void A_task_and_a_thread_exclude_each_other() => Explored.Proves(async () =>
    {
        var (@lock, entries) = (new AsyncLock(), 0);
        var thread = Together.Start("thread", () =>
        {
            using (@lock.Lock()) entries++;
        });
        using (await @lock.LockAsync()) entries++;
        thread.Join();
        Assert.Equal(2, entries);
    });

    [Fact]
    public void It_is_handed_over_in_the_order_of_the_calls() => Explored.Proves(async () =>
    {
        var (@lock, order) = (new AsyncLock(), new List<int>());
        var key = @lock.Lock();
        var first = Enter(1);
        var release = Task.Run(key.Dispose); // perhaps before the second call, or in the middle of it
        var second = Enter(2);
        await first;
        await second;
        await release;
        Assert.Equal([1, 2], order);

        async Task Enter(int number)
        {
            using (await @lock.LockAsync()) order.Add(number);
        }
    });

    [Fact]
    public void A_wait_that_is_cancelled_at_the_hand_over_loses_nothing() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncLock(), new CancellationTokenSource());
        var key = @lock.Lock();
        var wait = @lock.LockAsync(source.Token).AsTask();
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(key.Dispose));
        var got = await Together.Ends(wait);
        Assert.NotEqual(got, @lock.TryLock(out _));
    });

    [Fact]
    public void A_token_that_fires_while_the_wait_begins_ends_it() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncLock(), new CancellationTokenSource());
        using var key = @lock.Lock();
        await Together.RunAsync(
            Together.Now(source.Cancel),
            async () => Assert.False(await Together.Ends(@lock.LockAsync(source.Token))));
    });

    [Fact]
    public void A_cancelled_wait_leaves_the_next_its_turn() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncLock(), new CancellationTokenSource());
        var key = @lock.Lock();
        var first = @lock.LockAsync(source.Token).AsTask();
        var second = @lock.LockAsync();
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(key.Dispose));
        if (await Together.Ends(first)) (await first).Dispose();
        (await second).Dispose();
        Assert.True(@lock.TryLock(out _));
    });

    [Fact]
    public void A_wait_whose_time_is_up_at_the_hand_over_loses_nothing() => Explored.Proves(async () =>
    {
        var @lock = new AsyncLock();
        var key = @lock.Lock();
        var wait = @lock.TryLockAsync(_short);
        key.Dispose();
        var got = await wait;
        Assert.NotEqual(got is not null, @lock.TryLock(out _));
    });

    [Fact]
    public void A_key_that_two_dispose_of_gives_one_turn() => Explored.Proves(async () =>
    {
        var @lock = new AsyncLock();
        var key = @lock.Lock();
        var first = @lock.LockAsync().AsTask();
        var second = @lock.LockAsync().AsTask();
        await Together.RunAsync(Together.Now(key.Dispose), Together.Now(key.Dispose));
        var own = await first;
        Assert.False(second.IsCompleted);
        own.Dispose();
        (await second).Dispose();
    });
}
