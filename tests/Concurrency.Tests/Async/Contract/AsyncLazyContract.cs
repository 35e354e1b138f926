namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncLazyContract
{
    private int _runs;

    [Fact]
    public async Task The_factory_runs_when_first_asked_once_and_on_the_pool()
    {
        var lazy = new AsyncLazy<bool>(() =>
        {
            Interlocked.Increment(ref _runs);
            return Task.FromResult(Thread.CurrentThread.IsThreadPoolThread);
        });
        Assert.False(lazy.IsStarted);
        bool[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await lazy))).InTime();
        Assert.All(results, Assert.True);
        Assert.True(lazy.IsStarted);
        Assert.Same(lazy.Task, lazy.Task);
        Assert.True(await lazy.ConfigureAwait(false));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Start_does_not_wait()
    {
        var gate = new TaskCompletionSource<int>();
        var lazy = new AsyncLazy<int>(() => gate.Task);
        lazy.Start();
        Assert.True(lazy.IsStarted);
        Assert.False(lazy.Task.IsCompleted);
        gate.SetResult(5);
        Assert.Equal(5, await lazy.Task.InTime());
    }

    [Fact]
    public void ExecuteOnCallingThread_does_so()
    {
        var thread = 0;
        var lazy = new AsyncLazy<int>(() => Task.FromResult(thread = Environment.CurrentManagedThreadId),
            AsyncLazyFlags.ExecuteOnCallingThread);
        lazy.Start();
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Theory]
    [InlineData(AsyncLazyFlags.None, 1)]
    [InlineData(AsyncLazyFlags.ExecuteOnCallingThread, 1)]
    [InlineData(AsyncLazyFlags.RetryOnFailure, 3)]
    [InlineData(AsyncLazyFlags.RetryOnFailure | AsyncLazyFlags.ExecuteOnCallingThread, 3)]
    public async Task A_failure_is_kept_unless_it_is_to_be_retried(AsyncLazyFlags flags, int runs)
    {
        var lazy = new AsyncLazy<int>(async () =>
        {
            var run = Interlocked.Increment(ref _runs);
            await Task.Yield();
            return run < 3 ? throw new NotSupportedException() : run;
        }, flags);
        await lazy.Task.Fails<NotSupportedException>();
        await lazy.Task.Fails<NotSupportedException>();
        if (runs == 3)
        {
            Assert.Equal(3, await lazy.Task.InTime());
            Assert.Equal(3, await lazy.Task.InTime()); // a success is kept
        }
        Assert.Equal(runs, _runs);
    }

    [Fact]
    public async Task A_cancelled_factory_makes_a_cancelled_value()
    {
        var lazy = new AsyncLazy<int>(() => Task.FromCanceled<int>(new CancellationToken(true)));
        await lazy.Task.IsCanceledInTime();
    }

    [Fact]
    public void A_factory_of_null_is_refused() => Assert.Throws<ArgumentNullException>(() => new AsyncLazy<int>(null!));

    [Fact]
    public void Its_id_is_its_own_and_not_zero()
    {
        var lazy = Make();
        Ids.AreDistinct(() => Make().Id, lazy.Id, lazy.Id);

        static AsyncLazy<int> Make() => new(() => Task.FromResult(0));
    }
}
