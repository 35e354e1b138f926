using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class SemaphoreSlimExtensionsContract : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1);

    public void Dispose() => _semaphore.Dispose();

    [Fact]
    public async Task A_permit_is_held_until_it_is_disposed_and_given_back_once()
    {
        using (await _semaphore.LockAsync()) Assert.Equal(0, _semaphore.CurrentCount);
        Assert.Equal(1, _semaphore.CurrentCount);
        var permit = _semaphore.Lock();
        Assert.Equal(0, _semaphore.CurrentCount);
        permit.Dispose();
        permit.Dispose();
        Assert.Equal(1, _semaphore.CurrentCount);
    }

    [Fact]
    public async Task LockAsync_waits_for_a_permit()
    {
        var first = _semaphore.Lock();
        var second = _semaphore.LockAsync(CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.InTime()).Dispose();
    }

    [Fact]
    public void Lock_blocks_until_there_is_a_permit()
    {
        var first = _semaphore.Lock();
        var worker = WorkerThread.Start("second", () => _semaphore.Lock().Dispose(), background: true);
        Patience.UntilAsleep(worker);
        first.Dispose();
        worker.Ends();
        Assert.Equal(1, _semaphore.CurrentCount);
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_permit()
    {
        using var source = new CancellationTokenSource();
        var first = _semaphore.Lock();
        var second = _semaphore.LockAsync(source.Token).AsTask();
        await source.CancelAsync();
        await second.IsCanceledInTime();
        first.Dispose();
        Assert.Equal(1, _semaphore.CurrentCount);
    }

    [Fact]
    public async Task A_cancelled_token_is_refused_even_when_there_is_a_permit()
    {
        var cancelled = new CancellationToken(true);
        Assert.ThrowsAny<OperationCanceledException>(() => _semaphore.Lock(cancelled));
        await _semaphore.LockAsync(cancelled).AsTask().IsCanceledInTime();
        Assert.Equal(1, _semaphore.CurrentCount);
    }
}
