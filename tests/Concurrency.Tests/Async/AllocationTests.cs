namespace Workbook.Concurrency.Tests.Async;

/// <summary>Where nobody is in the way, nothing is allocated.</summary>
public sealed class AllocationTests
{
    private readonly CancellationToken _token = new CancellationTokenSource().Token;
    private readonly AsyncLock _lock = new();
    private readonly AsyncMonitor _monitor = new();
    private readonly AsyncSemaphore _semaphore = new(2);
    private readonly AsyncReaderWriterLock _readersWriter = new();
    private readonly AsyncManualResetEvent _set = new(true);
    private readonly AsyncAutoResetEvent _turnstile = new();
    private readonly AsyncCountdownEvent _zero = new(0);

    [Fact]
    public void A_free_lock_costs_none()
    {
        CostsNothing(() => Await(_lock.LockAsync()).Dispose());
        CostsNothing(() => Await(_lock.LockAsync().ConfigureAwait(false)).Dispose());
        CostsNothing(() => Await(_lock.LockAsync(_token)).Dispose());
        CostsNothing(() => _lock.TryLockAsync(Patience.Long).Result!.Value.Dispose());
        CostsNothing(() =>
        {
            using (_lock.Lock())
            {
            }
        });
        CostsNothing(() =>
        {
            if (_lock.TryLock(out var key)) key.Dispose();
        });
        CostsNothing(() =>
        {
            using (Await(_monitor.EnterAsync())) _monitor.Pulse();
        });
    }

    [Fact]
    public void A_permit_that_is_there_costs_none()
    {
        CostsNothing(() =>
        {
            Assert.True(_semaphore.WaitAsync(_token).IsCompletedSuccessfully);
            _semaphore.Release();
        });
        CostsNothing(() =>
        {
            using (Await(_semaphore.LockAsync()))
            using (_semaphore.Lock()) { }
        });
    }

    [Fact]
    public void Readers_and_a_writer_alone_cost_none()
    {
        CostsNothing(() =>
        {
            using (Await(_readersWriter.ReaderLockAsync()))
            using (_readersWriter.ReaderLock()) { }
        });
        CostsNothing(() => Await(_readersWriter.WriterLockAsync()).Dispose());
    }

    [Fact]
    public void An_event_that_is_set_costs_none()
    {
        CostsNothing(() =>
        {
            Assert.True(_set.WaitAsync().IsCompletedSuccessfully);
            _set.Wait();
        });
        CostsNothing(() =>
        {
            _turnstile.Set();
            Assert.True(_turnstile.WaitAsync().IsCompletedSuccessfully);
        });
        CostsNothing(() => Assert.True(_zero.WaitAsync().IsCompletedSuccessfully));
    }

    // Not the keyword: without optimization each async method allocates its own state.
    private static AsyncKey Await(AwaitableKey key)
    {
        var awaiter = key.GetAwaiter();
        Assert.True(awaiter.IsCompleted);
        return awaiter.GetResult();
    }

    private static void CostsNothing(Action once)
    {
        for (var i = 0; i < 5; i++) once(); // tables grow, code is compiled
        long least = long.MaxValue; // of some tries: the runtime allocates on its own account now and then
        for (var attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++) once();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        // One object a round would be 24,000.
        Assert.True(least < 1000, $"{least} bytes in 1,000 rounds");
    }
}
