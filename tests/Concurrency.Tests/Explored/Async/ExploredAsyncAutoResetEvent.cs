namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncAutoResetEvent
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void Two_tasks_take_turns() => Explored.Proves(async () =>
    {
        var (ping, pong, turns) = (new AsyncAutoResetEvent(), new AsyncAutoResetEvent(), 0);
        await Together.RunAsync(
            async () =>
            {
                await ping.WaitAsync();
                turns++;
                pong.Set();
            },
            async () =>
            {
                ping.Set();
                await pong.WaitAsync();
                Assert.Equal(1, turns);
            });
    });

    [Fact]
    public void Two_sets_let_go_the_two_who_wait() => Explored.Proves(async () =>
    {
        var turnstile = new AsyncAutoResetEvent();
        var (first, second) = (turnstile.WaitAsync(), turnstile.WaitAsync());
        await Together.RunAsync(Together.Now(turnstile.Set), Together.Now(turnstile.Set));
        await Task.WhenAll(first, second);
        Assert.False(turnstile.IsSet);
    });

    [Fact]
    public void One_set_lets_one_go() => Explored.Proves(async () =>
    {
        var turnstile = new AsyncAutoResetEvent();
        var set = Task.Run(turnstile.Set);
        var (first, second) = (turnstile.WaitAsync(), turnstile.WaitAsync());
        await first;
        await set;
        Assert.False(second.IsCompleted);
        Assert.False(turnstile.IsSet);
        turnstile.Set();
        await second;
    });

    [Fact]
    public void A_set_is_not_lost_on_a_thread() => Explored.Proves(async () =>
    {
        var (turnstile, data) = (new AsyncAutoResetEvent(), 0);
        var thread = Together.Start("thread", () =>
        {
            turnstile.Wait();
            Assert.Equal(1, data);
        });
        await Task.Yield();
        data = 1;
        turnstile.Set();
        thread.Join();
    });

    [Fact]
    public void A_set_is_not_lost_on_a_wait_that_is_cancelled() => Explored.Proves(async () =>
    {
        var (turnstile, source) = (new AsyncAutoResetEvent(), new CancellationTokenSource());
        var wait = turnstile.WaitAsync(source.Token);
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(turnstile.Set));
        var passed = await Together.Ends(wait);
        Assert.NotEqual(passed, turnstile.IsSet);
    });

    [Fact]
    public void A_set_is_not_lost_on_a_wait_whose_time_is_up() => Explored.Proves(async () =>
    {
        var turnstile = new AsyncAutoResetEvent();
        var wait = turnstile.TryWaitAsync(_short);
        turnstile.Set();
        var passed = await wait;
        Assert.NotEqual(passed, turnstile.IsSet);
    });
}
