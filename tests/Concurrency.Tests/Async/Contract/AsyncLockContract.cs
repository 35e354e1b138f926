namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncLockContract : KeyedLockContract
{
    private AsyncLock _lock = new();

    private protected override Task<IDisposable> LockAsync() => _lock.LockAsync();

    private protected override Task<IDisposable> LockAsync(CancellationToken cancel) => _lock.LockAsync(cancel);

    private protected override IDisposable Lock() => _lock.Lock();

    private protected override IDisposable Lock(CancellationToken cancel) => _lock.Lock(cancel);

    private protected override void Renew() => _lock = new();

    [Fact]
    public async Task The_place_in_the_queue_is_taken_by_the_call_not_by_the_await()
    {
        var first = _lock.LockAsync();
        var second = _lock.LockAsync();
        var third = _lock.LockAsync();
        using (await first)
        {
        }
        using (await second) Assert.False(third.AsTask().IsCompleted);
        using (await third.ConfigureAwait(false))
        {
        }
    }

    [Fact]
    public async Task The_result_of_LockAsync_passes_as_a_task_and_as_an_AwaitableDisposable()
    {
        AwaitableDisposable<IDisposable> awaitable = _lock.LockAsync();
        var both = Task.WhenAll(_lock.LockAsync(), _lock.LockAsync());
        Task<IDisposable> last = _lock.LockAsync(CancellationToken.None);
        (await awaitable).Dispose();
        Assert.False(both.IsCompleted || last.IsCompleted); // the second of both needs what the first of both holds
        using var source = new CancellationTokenSource();
        var cancelled = _lock.LockAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task It_is_not_recursive()
    {
        using var source = new CancellationTokenSource();
        using (await _lock.LockAsync())
        {
            var again = _lock.LockAsync(source.Token).AsTask();
            Assert.False(again.IsCompleted);
            await source.CancelAsync();
            await again.IsCanceledInTime();
        }
    }

    [Fact]
    public async Task An_await_continues_in_the_context_of_the_caller_unless_told_otherwise()
    {
        using var thread = new AsyncContextThread();
        var first = _lock.Lock();
        var (home, stayed, left) = (0, 0, 0);
        var stays = thread.Factory.Run(async () =>
        {
            home = Environment.CurrentManagedThreadId;
            using (await _lock.LockAsync()) stayed = Environment.CurrentManagedThreadId;
        });
        var leaves = thread.Factory.Run(async () =>
        {
            using (await _lock.LockAsync().ConfigureAwait(false)) left = Environment.CurrentManagedThreadId;
        });
        await thread.Factory.Run(() => { }).InTime(); // both wait by now
        first.Dispose();
        await stays.InTime();
        await leaves.InTime();
        Assert.Equal(home, stayed);
        Assert.NotEqual(home, left);
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() => Ids.AreDistinct(() => new AsyncLock().Id, _lock.Id, _lock.Id);
}
