namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncLazy
{
    [Fact]
    public void The_factory_runs_once_for_two_who_ask() => Explored.Proves(async () =>
    {
        var runs = 0; // plain: there is one run
        var lazy = new AsyncLazy<int>(() => Task.FromResult(++runs));
        await Together.RunAsync(Ask, Ask);
        Assert.Equal(1, runs);

        async Task Ask() => Assert.Equal(1, await lazy);
    });

    [Fact]
    public void And_on_the_thread_of_the_first() => Explored.Proves(async () =>
    {
        var runs = 0;
        var lazy = new AsyncLazy<int>(
            async () =>
            {
                await Task.Yield();
                return ++runs;
            },
            AsyncLazyFlags.ExecuteOnCallingThread);
        await Together.RunAsync(Ask, Ask);
        Assert.Equal(1, runs);

        async Task Ask() => Assert.Equal(1, await lazy);
    });

    [Fact]
    public void Who_has_seen_a_failure_never_gets_the_same_one_again() => Explored.Proves(async () =>
    {
        var runs = 0;
        var lazy = new AsyncLazy<int>(
            () => Interlocked.Increment(ref runs) == 1 ? throw new InvalidTimeZoneException() : Task.FromResult(7),
            AsyncLazyFlags.ExecuteOnCallingThread | AsyncLazyFlags.RetryOnFailure);
        await Together.RunAsync(Ask, Ask);
        Assert.Equal(2, runs);

        async Task Ask()
        {
            try { Assert.Equal(7, await lazy); }
            catch (InvalidTimeZoneException) { Assert.Equal(7, await lazy); }
        }
    });

    [Fact]
    public void A_failure_is_kept_for_all() => Explored.Proves(async () =>
    {
        var runs = 0;
        var lazy = new AsyncLazy<int>(() => throw new InvalidTimeZoneException($"{++runs}"));
        await Together.RunAsync(Ask, Ask);
        Assert.Equal(1, runs);

        async Task Ask()
        {
            try { await lazy; }
            catch (InvalidTimeZoneException) { return; }
            Assert.Fail("it did not fail");
        }
    });
}
