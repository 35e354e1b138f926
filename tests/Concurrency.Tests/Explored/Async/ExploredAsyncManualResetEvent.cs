namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncManualResetEvent
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void What_was_written_before_Set_is_seen_by_all_who_wait() => Explored.Proves(async () =>
    {
        var (gate, data) = (new AsyncManualResetEvent(), 0);
        var set = Task.Run(() =>
        {
            data = 1;
            gate.Set();
        });
        var (first, second) = (Wait(), Wait());
        await first;
        await second;
        await set;

        async Task Wait()
        {
            await gate.WaitAsync();
            Assert.Equal(1, data);
        }
    });

    [Fact]
    public void A_Reset_after_a_Set_takes_nothing_back() => Explored.Proves(async () =>
    {
        var gate = new AsyncManualResetEvent();
        var (early, withToken) = (gate.WaitAsync(), gate.WaitAsync(new CancellationTokenSource().Token));
        await Together.RunAsync(Together.Now(gate.Set), Together.Now(gate.Reset));
        await Task.WhenAll(early, withToken);
    });

    [Fact]
    public void The_wait_of_all_without_a_token_belongs_to_one_Set() => Explored.Proves(async () =>
    {
        var gate = new AsyncManualResetEvent();
        Task? late = null;
        await Together.RunAsync(
            Together.Now(() =>
            {
                gate.Set();
                gate.Reset();
            }),
            Together.Now(() => late = gate.WaitAsync()));
        Assert.False(gate.IsSet);
        gate.Set();
        await late!;
    });

    [Fact]
    public void A_thread_and_a_task_pass() => Explored.Proves(async () =>
    {
        var gate = new AsyncManualResetEvent();
        var thread = Together.Start("thread", gate.Wait); // which may come before Set, after it, or in the middle
        var wait = gate.WaitAsync();
        gate.Set();
        await wait;
        thread.Join();
    });

    [Fact]
    public void A_cancelled_wait_ends_and_leaves_the_others() => Explored.Proves(async () =>
    {
        var (gate, source) = (new AsyncManualResetEvent(), new CancellationTokenSource());
        var (leaves, stays) = (gate.WaitAsync(source.Token), gate.WaitAsync());
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(gate.Set));
        await Together.Ends(leaves);
        await stays;
    });

    [Fact]
    public void A_wait_whose_time_is_up_ends() => Explored.Proves(async () =>
    {
        var gate = new AsyncManualResetEvent();
        var set = Task.Run(gate.Set);
        await gate.TryWaitAsync(_short);
        await set;
        Assert.True(await gate.TryWaitAsync(TimeSpan.Zero));
    });

    [Fact]
    public void Work_that_is_paused_goes_on() => Explored.Proves(async () =>
    {
        var (source, done) = (new PauseTokenSource { IsPaused = true }, 0);
        await Together.RunAsync(Work, Together.Now(() => source.IsPaused = false));
        Assert.Equal(1, done);

        async Task Work()
        {
            await source.Token.WaitWhilePausedAsync();
            done++;
        }
    });
}
