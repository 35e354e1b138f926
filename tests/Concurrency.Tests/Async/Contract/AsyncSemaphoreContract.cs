using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncSemaphoreContract : KeyedLockContract
{
    private static readonly CancellationToken _cancelled = new(canceled: true);
    private AsyncSemaphore _one = new(1);

    private protected override Task<IDisposable> LockAsync() => _one.LockAsync();

    private protected override Task<IDisposable> LockAsync(CancellationToken cancel) => _one.LockAsync(cancel);

    private protected override IDisposable Lock() => _one.Lock();

    private protected override IDisposable Lock(CancellationToken cancel) => _one.Lock(cancel);

    private protected override void Renew() => _one = new(1);

    [Fact]
    public void A_wait_takes_a_permit_and_Release_gives_it_back()
    {
        var semaphore = new AsyncSemaphore(2);
        Assert.True(semaphore.WaitAsync().IsCompletedSuccessfully);
        semaphore.Wait();
        Assert.Equal(0, semaphore.CurrentCount);
        Assert.False(semaphore.WaitAsync().IsCompleted);
        semaphore.Release();
        Assert.Equal(0, semaphore.CurrentCount); // the waiter has it
        semaphore.Release(3);
        Assert.Equal(3, semaphore.CurrentCount);
        semaphore.Release(0);
        Assert.Equal(3, semaphore.CurrentCount);
    }

    [Fact]
    public async Task Release_of_several_wakes_as_many_the_oldest_first()
    {
        var semaphore = new AsyncSemaphore(0);
        Task[] waits = [.. Enumerable.Range(0, 5).Select(_ => semaphore.WaitAsync())];
        semaphore.Release(3);
        await Task.WhenAll(waits[..3]).InTime();
        Assert.False(waits[3].IsCompleted || waits[4].IsCompleted);
        Assert.Equal(0, semaphore.CurrentCount);
        semaphore.Release(4);
        await Task.WhenAll(waits).InTime();
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Fact]
    public void Release_of_several_wakes_threads_too()
    {
        var semaphore = new AsyncSemaphore(0);
        WorkerThread[] threads =
            [.. Enumerable.Range(0, 3).Select(i => WorkerThread.Start($"waiter {i}", () => semaphore.Wait(), background: true))];
        foreach (var thread in threads) Patience.UntilAsleep(thread);
        semaphore.Release(3);
        Patience.MustEnd(threads);
        Assert.Equal(0, semaphore.CurrentCount);
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_permit()
    {
        var semaphore = new AsyncSemaphore(0);
        Assert.True(semaphore.WaitAsync(_cancelled).IsCanceled);
        Assert.Throws<TaskCanceledException>(() => semaphore.Wait(_cancelled));
        using var source = new CancellationTokenSource();
        var cancelled = semaphore.WaitAsync(source.Token);
        await source.CancelAsync();
        await cancelled.IsCanceledInTime();
        semaphore.Release();
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.True(semaphore.WaitAsync(_cancelled).IsCompletedSuccessfully);
        semaphore.Release();
        semaphore.Wait(_cancelled);
        Assert.Equal(0, semaphore.CurrentCount);
    }

    [Fact]
    public void Permits_with_and_without_a_key_are_the_same_permits()
    {
        var semaphore = new AsyncSemaphore(3);
        IDisposable a = semaphore.Lock(), b = semaphore.Lock();
        semaphore.Wait();
        b.Dispose();
        b.Dispose();
        Assert.Equal(1, semaphore.CurrentCount);
        var c = semaphore.LockAsync().AsTask().Now(); // in the place of b
        b.Dispose();
        Assert.Equal(0, semaphore.CurrentCount);
        semaphore.Release();
        a.Dispose();
        c.Dispose();
        Assert.Equal(3, semaphore.CurrentCount);
    }

    [Fact]
    public void A_count_that_would_overflow_is_refused()
    {
        var semaphore = new AsyncSemaphore(long.MaxValue);
        Assert.Throws<OverflowException>(() => semaphore.Release());
        semaphore.Wait();
        Assert.Throws<OverflowException>(() => semaphore.Release(2));
        Assert.Equal(long.MaxValue - 1, semaphore.CurrentCount);
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() => Ids.AreDistinct(() => new AsyncSemaphore(0).Id, _one.Id, _one.Id);
}
