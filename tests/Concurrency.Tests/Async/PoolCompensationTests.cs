using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

public sealed class PoolCompensationTests
{
    [Fact]
    public async Task A_lock_whose_waiters_block_the_whole_pool_still_reaches_a_task()
    {
        // More blocked threads than the pool has, all asleep before the lock is released; it goes to a task first, and that
        // needs a thread of the pool to go on.
        const int Threads = 40;
        var mutex = new AsyncLock();
        var key = mutex.Lock();
        var first = Task.Run(async () =>
        {
            using (await mutex.LockAsync()) await Task.Yield();
        });
        Patience.UntilShown(mutex, "1 waiting");
        Task[] blocked = [.. Enumerable.Range(0, Threads).Select(_ => Task.Run(() => mutex.Lock().Dispose()))];
        Patience.UntilShown(mutex, $" {Threads + 1} waiting");
        Assert.True(PoolCompensation.Added >= Threads);
        key.Dispose();
        await first.InTime();
        await Task.WhenAll(blocked).InTime();
        Patience.Until(() => mutex.TryLock(out _), "it is free");
    }

    [Fact]
    public void A_thread_of_its_own_is_not_made_up_for()
    {
        var signal = new AsyncManualResetEvent();
        var thread = Patience.StartWaiter(signal, () => signal.Wait());
        signal.Set();
        thread.Ends();
    }
}
