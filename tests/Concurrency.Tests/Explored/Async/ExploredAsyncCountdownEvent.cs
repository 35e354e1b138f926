namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncCountdownEvent
{
    [Fact]
    public void Who_waits_sees_what_all_wrote_before_they_signalled() => Explored.Holds(async () =>
    {
        var (left, first, second) = (new AsyncCountdownEvent(2), 0, 0);
        await Together.RunAsync(
            Together.Now(() =>
            {
                first = 1;
                left.Signal();
            }),
            Together.Now(() =>
            {
                second = 1;
                left.Signal();
            }),
            async () =>
            {
                await left.WaitAsync();
                Assert.Equal((1, 1), (first, second));
            });
        Assert.Equal(0, left.CurrentCount);
    }, bound: 1);

    [Fact]
    public void The_last_of_two_signals_lets_a_thread_and_a_task_go() => Explored.Holds(async () =>
    {
        var left = new AsyncCountdownEvent(1);
        var thread = Together.Start("thread", left.Wait);
        await Together.RunAsync(Together.Now(left.Signal), left.WaitAsync);
        thread.Join();
    }, bound: 1);

    [Fact]
    public void One_that_is_added_is_waited_for_or_comes_too_late() => Explored.Proves(async () =>
    {
        var left = new AsyncCountdownEvent(1);
        var wait = left.WaitAsync();
        await Together.RunAsync(Together.Now(left.AddCount), Together.Now(left.Signal));
        Assert.Equal(1, left.CurrentCount);
        left.Signal();
        await wait;
    });

    [Fact]
    public void A_cancelled_wait_takes_no_signal() => Explored.Proves(async () =>
    {
        var (left, source) = (new AsyncCountdownEvent(1), new CancellationTokenSource());
        var (leaves, stays) = (left.WaitAsync(source.Token), left.WaitAsync());
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(left.Signal));
        await Together.Ends(leaves);
        await stays;
        Assert.Equal(0, left.CurrentCount);
    });
}
