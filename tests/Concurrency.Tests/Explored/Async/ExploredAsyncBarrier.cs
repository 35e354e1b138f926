namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncBarrier
{
    [Fact]
    public void Two_tasks_meet_in_each_of_two_phases() => Explored.Proves(async () =>
    {
        var (barrier, mine, yours) = (new AsyncBarrier(2), 0, 0);
        await Together.RunAsync(
            async () =>
            {
                mine = 1;
                await barrier.SignalAndWaitAsync();
                Assert.Equal(1, yours);
                await barrier.SignalAndWaitAsync();
            },
            async () =>
            {
                yours = 1;
                await barrier.SignalAndWaitAsync();
                Assert.Equal(1, mine);
                await barrier.SignalAndWaitAsync();
                mine = 2; // the other has read yours, and writes nothing more
            });
        Assert.Equal((2, 2L), (mine, barrier.CurrentPhaseNumber));
    });

    [Fact]
    public void A_thread_and_a_task_meet() => Explored.Proves(async () =>
    {
        var barrier = new AsyncBarrier(2);
        var thread = Together.Start("thread", () => barrier.SignalAndWait());
        await barrier.SignalAndWaitAsync();
        thread.Join();
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    });

    [Fact]
    public void A_cancelled_arrival_is_taken_back_or_has_met() => Explored.Proves(async () =>
    {
        var (barrier, source) = (new AsyncBarrier(2), new CancellationTokenSource());
        var leaves = barrier.SignalAndWaitAsync(source.Token);
        Task? stays = null;
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(() => stays = barrier.SignalAndWaitAsync()));
        var met = await Together.Ends(leaves);
        Assert.Equal(met ? 1 : 0, barrier.CurrentPhaseNumber);
        if (!met) await barrier.SignalAndWaitAsync(); // in its place
        await stays!;
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    });
}
