using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

/// <summary>What holds for everything that hands out keys, taken so that one holder excludes the next.</summary>
public abstract class KeyedLockContract
{
    private static readonly CancellationToken _cancelled = new(canceled: true);

    private protected abstract Task<IDisposable> LockAsync();

    private protected abstract Task<IDisposable> LockAsync(CancellationToken cancel);

    private protected abstract IDisposable Lock();

    private protected abstract IDisposable Lock(CancellationToken cancel);

    [Fact]
    public void A_free_one_is_taken_at_once()
    {
        LockAsync().Now().Dispose();
        Lock().Dispose();
        LockAsync().Now().Dispose();
    }

    [Fact]
    public async Task A_held_one_is_handed_over_when_its_key_is_disposed()
    {
        var first = LockAsync().Now();
        var second = LockAsync();
        var third = LockAsync();
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        (await second.InTime()).Dispose();
        (await third.InTime()).Dispose();
        Assert.True(LockAsync().IsCompleted);
    }

    [Fact]
    public async Task Nobody_overtakes_one_who_waits()
    {
        var first = LockAsync().Now();
        var waiting = LockAsync();
        first.Dispose(); // handed over, whether or not the waiter has noticed
        var newcomer = LockAsync();
        Assert.False(newcomer.IsCompleted);
        (await waiting.InTime()).Dispose();
        (await newcomer.InTime()).Dispose();
    }

    [Fact]
    public async Task Tasks_and_threads_are_served_in_the_order_of_their_calls()
    {
        var order = new List<string>();
        var first = LockAsync().Now();
        var a = InOrder("a", LockAsync());
        var b = WorkerThread.Start("b", () => Enter(Lock()), background: true);
        Patience.UntilAsleep(b);
        var c = InOrder("c", LockAsync());
        first.Dispose();
        await a.InTime();
        await c.InTime();
        b.Ends();
        Assert.Equal(["a", "b", "c"], order);

        async Task InOrder(string name, Task<IDisposable> key)
        {
            using (await key.ConfigureAwait(false)) order.Add(name);
        }

        void Enter(IDisposable key)
        {
            using (key) order.Add("b");
        }
    }

    [Fact]
    public async Task A_key_disposed_twice_never_releases_the_hold_of_another()
    {
        var stale = LockAsync().Now();
        stale.Dispose();
        var second = Lock();
        stale.Dispose();
        var third = LockAsync();
        Assert.False(third.IsCompleted);
        stale.Dispose(); // somebody waits: it is not handed over either
        Assert.False(third.IsCompleted);
        second.Dispose();
        second.Dispose();
        var key = await third.InTime();
        second.Dispose();
        stale.Dispose();
        Assert.False(LockAsync().IsCompleted);
        key.Dispose();
    }

    [Fact]
    public void A_key_may_be_disposed_by_another_thread()
    {
        var key = Lock();
        Patience.OnAnotherThread(key.Dispose);
        Assert.True(LockAsync().IsCompleted);
    }

    [Fact]
    public void An_already_cancelled_token_takes_a_free_one_all_the_same()
    {
        LockAsync(_cancelled).Now().Dispose();
        Lock(_cancelled).Dispose();
        Assert.True(LockAsync().IsCompleted);
    }

    [Fact]
    public async Task An_already_cancelled_token_is_refused_at_once_when_it_is_held()
    {
        var key = Lock();
        var refused = LockAsync(_cancelled);
        Assert.True(refused.IsCanceled);
        var failure = await refused.Fails<TaskCanceledException>();
        Assert.True(failure.CancellationToken.IsCancellationRequested);
        Assert.Throws<TaskCanceledException>(() => Lock(_cancelled));
        key.Dispose();
        Assert.True(LockAsync().IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_queue_and_the_others_stay()
    {
        using var source = new CancellationTokenSource();
        var first = Lock();
        var before = LockAsync();
        var cancelled = LockAsync(source.Token);
        var thread = WorkerThread.Start("cancelled", () => Assert.Throws<TaskCanceledException>(() => Lock(source.Token)), background: true);
        Patience.UntilAsleep(thread);
        var after = LockAsync();
        await source.CancelAsync();
        await cancelled.IsCanceledInTime();
        thread.Ends();
        Assert.False(before.IsCompleted || after.IsCompleted);
        first.Dispose();
        (await before.InTime()).Dispose();
        (await after.InTime()).Dispose();
        Assert.True(LockAsync().IsCompleted);
    }

    [Fact]
    public async Task A_cancellation_after_the_hand_over_comes_too_late()
    {
        using var source = new CancellationTokenSource();
        var first = Lock();
        var waiting = LockAsync(source.Token);
        first.Dispose();
        await source.CancelAsync();
        var key = await waiting.InTime();
        Assert.False(LockAsync().IsCompleted);
        key.Dispose();
    }

    [Fact]
    public void The_code_of_the_next_holder_does_not_run_on_the_thread_that_releases()
    {
        var first = Lock();
        using var done = new ManualResetEventSlim();
        var ranOn = 0;
        _ = Next();
        var releaser = 0;
        Patience.OnAnotherThread(() =>
        {
            releaser = Environment.CurrentManagedThreadId;
            first.Dispose();
            Assert.True(done.Wait(Patience.Long)); // so that the thread is not free for it afterwards
        });
        Assert.NotEqual(releaser, ranOn);

        async Task Next()
        {
            using (await LockAsync().ConfigureAwait(false)) ranOn = Environment.CurrentManagedThreadId;
            done.Set();
        }
    }

    [Fact]
    public async Task It_keeps_tasks_and_threads_apart()
    {
        const int Rounds = 500;
        var (inside, most, sum) = (0, 0, 0);
        Task[] tasks = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(Work))];
        var threads = new ThreadGroup();
        for (var i = 0; i < 2; i++) threads.Start($"locker {i}", WorkBlocking, background: true);
        foreach (var task in tasks) await task.InTime();
        threads.End();
        Assert.Equal((0, 1, 5 * Rounds), (inside, most, sum));

        async Task Work()
        {
            for (var i = 0; i < Rounds; i++)
            {
                using (await LockAsync())
                {
                    Touch();
                    if (i % 50 == 0) await Task.Yield();
                }
            }
        }

        void WorkBlocking()
        {
            for (var i = 0; i < Rounds; i++)
                using (Lock()) Touch();
        }

        void Touch()
        {
            most = Math.Max(most, ++inside);
            sum++;
            inside--;
        }
    }

    [Fact]
    public async Task Cancellations_in_the_midst_of_hand_overs_lose_nothing()
    {
        for (var round = 0; round < 300; round++)
        {
            using var source = new CancellationTokenSource();
            var first = Lock();
            var waiting = LockAsync(source.Token);
            var cancel = Task.Run(source.Cancel);
            first.Dispose();
            try { (await waiting.InTime()).Dispose(); }
            catch (OperationCanceledException) { }
            await cancel.InTime();
            Assert.True(LockAsync().IsCompletedSuccessfully); // free again, whichever came first
            Renew();
        }
    }

    /// <summary>A new one in place of the one that a test has left held.</summary>
    private protected abstract void Renew();
}
