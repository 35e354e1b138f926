using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncKeyTests
{
    [Fact]
    public void The_default_key_holds_nothing() => default(AsyncKey).Dispose();

    [Fact]
    public void Copies_of_a_key_release_once_together()
    {
        var semaphore = new AsyncSemaphore(2);
        var key = semaphore.Lock();
        IDisposable boxed = key;
        var copy = key;
        Assert.Equal(1, semaphore.CurrentCount);
        boxed.Dispose();
        copy.Dispose();
        key.Dispose();
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Fact]
    public void Stale_keys_of_all_slots_release_nothing()
    {
        var semaphore = new AsyncSemaphore(100);
        List<AsyncKey> stale = [.. Enumerable.Range(0, 100).Select(_ => semaphore.Lock())];
        stale.ForEach(key => key.Dispose());
        List<AsyncKey> fresh = [.. Enumerable.Range(0, 60).Select(_ => semaphore.Lock())];
        stale.ForEach(key => key.Dispose());
        Assert.Equal(40, semaphore.CurrentCount);
        fresh.ForEach(key => key.Dispose());
        Assert.Equal(100, semaphore.CurrentCount);
    }

    [Fact]
    public void A_key_that_comes_back_to_a_full_count_leaves_it_full()
    {
        var semaphore = new AsyncSemaphore(1);
        var key = semaphore.Lock();
        semaphore.Release(long.MaxValue);
        key.Dispose();
        Assert.Equal(long.MaxValue, semaphore.CurrentCount);
    }

    [Fact]
    public void What_LockAsync_returns_is_not_disposable_so_that_a_forgotten_await_does_not_compile() =>
        Assert.False(typeof(IDisposable).IsAssignableFrom(typeof(AwaitableKey)));

    [Fact]
    public async Task An_AwaitableKey_may_be_awaited_again_and_gives_the_same_key()
    {
        var mutex = new AsyncLock();
        var atOnce = mutex.LockAsync();
        var later = mutex.LockAsync();
        (await atOnce).Dispose();
        (await atOnce).Dispose();
        (await later).Dispose();
        (await later.AsTask()).Dispose();
        (await atOnce).Dispose();
        Assert.True(mutex.TryLock(out _));
    }

    [Fact]
    public void A_pending_key_is_the_same_task_each_time()
    {
        var mutex = new AsyncLock();
        _ = mutex.Lock();
        var pending = mutex.LockAsync();
        Assert.Same(pending.AsTask(), pending.AsTask());
    }

    [Fact]
    public void An_awaiter_of_a_key_that_is_there_calls_back()
    {
        using CountdownEvent called = new(2);
        var awaiter = new AsyncLock().LockAsync().GetAwaiter();
        Assert.True(awaiter.IsCompleted);
        awaiter.OnCompleted(() => called.Signal());
        awaiter.UnsafeOnCompleted(() => called.Signal());
        Assert.True(called.Wait(Patience.Long));
    }

    [Fact]
    public void Numbers_are_given_when_asked_for_and_two_who_ask_at_once_agree()
    {
        for (var round = 0; round < 100; round++)
        {
            var mutex = new AsyncLock();
            var (a, b) = (0, 0);
            using Barrier together = new(2);
            WorkerThread[] threads =
            [
                WorkerThread.Start("a", () => { together.SignalAndWait(); a = mutex.Id; }, background: true),
                WorkerThread.Start("b", () => { together.SignalAndWait(); b = mutex.Id; }, background: true),
            ];
            Patience.MustEnd(threads);
            Assert.Equal(a, b);
            Assert.NotEqual(0, a);
        }
    }
}
