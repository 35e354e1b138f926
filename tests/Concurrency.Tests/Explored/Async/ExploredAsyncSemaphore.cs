namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncSemaphore
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void With_one_permit_one_task_is_inside() => Explored.Proves(async () =>
    {
        var (permits, entries) = (new AsyncSemaphore(1), 0); // plain: the semaphore orders the entries
        await Together.RunAsync(Enter, Enter);
        Assert.Equal((2, 1), (entries, permits.CurrentCount));

        async Task Enter()
        {
            await permits.WaitAsync();
            entries++;
            permits.Release();
        }
    });

    [Fact]
    public void A_key_gives_its_permit_back() => Explored.Proves(async () =>
    {
        var (permits, entries) = (new AsyncSemaphore(1), 0);
        await Together.RunAsync(Enter, Enter);
        Assert.Equal((2, 1), (entries, permits.CurrentCount));

        async Task Enter()
        {
            using (await permits.LockAsync()) entries++;
        }
    });

    [Fact]
    public void Two_releases_wake_two() => Explored.Proves(async () =>
    {
        var permits = new AsyncSemaphore(0);
        var releases = Task.Run(() =>
        {
            permits.Release();
            permits.Release();
        });
        var (first, second) = (permits.WaitAsync(), permits.WaitAsync());
        await first;
        await second;
        await releases;
        Assert.Equal(0, permits.CurrentCount);
    });

    [Fact]
    public void A_thread_and_a_task_share_a_release_of_two() => Explored.Proves(async () =>
    {
        var permits = new AsyncSemaphore(0);
        var thread = Together.Start("thread", permits.Wait);
        var wait = permits.WaitAsync();
        permits.Release(2);
        await wait;
        thread.Join();
        Assert.Equal(0, permits.CurrentCount);
    });

    [Fact]
    public void A_wait_that_is_cancelled_at_the_hand_over_loses_no_permit() => Explored.Proves(async () =>
    {
        var (permits, source) = (new AsyncSemaphore(0), new CancellationTokenSource());
        var wait = permits.WaitAsync(source.Token);
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(permits.Release));
        var taken = await Together.Ends(wait);
        Assert.Equal(taken ? 0 : 1, permits.CurrentCount);
    });

    [Fact]
    public void A_wait_that_begins_while_it_is_cancelled_loses_no_permit() => Explored.Proves(async () =>
    {
        var (permits, source) = (new AsyncSemaphore(0), new CancellationTokenSource());
        var (cancel, release) = (Task.Run(source.Cancel), Task.Run(permits.Release));
        var taken = await Together.Ends(permits.WaitAsync(source.Token));
        await cancel;
        await release;
        Assert.Equal(taken ? 0 : 1, permits.CurrentCount);
    });

    [Fact]
    public void A_cancelled_wait_takes_no_permit_from_one_that_stays() => Explored.Proves(async () =>
    {
        var (permits, source) = (new AsyncSemaphore(0), new CancellationTokenSource());
        var (leaves, stays) = (permits.WaitAsync(source.Token), permits.WaitAsync());
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(permits.Release));
        if (await Together.Ends(leaves)) permits.Release();
        await stays;
        Assert.Equal(0, permits.CurrentCount);
    });

    [Fact]
    public void A_wait_whose_time_is_up_at_the_hand_over_loses_no_permit() => Explored.Proves(async () =>
    {
        var permits = new AsyncSemaphore(0);
        var wait = permits.TryWaitAsync(_short);
        permits.Release();
        var taken = await wait;
        Assert.Equal(taken ? 0 : 1, permits.CurrentCount);
    });

    [Fact]
    public void A_key_that_two_dispose_of_gives_one_permit() => Explored.Proves(async () =>
    {
        var permits = new AsyncSemaphore(1);
        var key = permits.Lock();
        await Together.RunAsync(Together.Now(key.Dispose), Together.Now(key.Dispose));
        Assert.Equal(1, permits.CurrentCount);
    });
}
