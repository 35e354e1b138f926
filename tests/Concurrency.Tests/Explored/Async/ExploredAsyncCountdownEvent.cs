namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncCountdownEvent
{
    [Fact]
    public void Who_waits_sees_what_all_wrote_before_they_signalled() => Explored.Proves(async () =>
    {
        var (left, first, second) = (new AsyncCountdownEvent(2), 0, 0);
        var one = Task.Run(() =>
        {
            first = 1;
            left.Signal();
        });
        var other = Task.Run(() =>
        {
            second = 1;
            left.Signal();
        });
        await left.WaitAsync();
        Assert.Equal((1, 1), (first, second));
        await one;
        await other;
        Assert.Equal(0, left.CurrentCount);
    });

    [Fact]
    public void The_last_signal_lets_a_thread_and_a_task_go() => Explored.Proves(async () =>
    {
        var left = new AsyncCountdownEvent(1);
        var thread = Together.Start("thread", left.Wait);
        var wait = left.WaitAsync();
        left.Signal();
        await wait;
        thread.Join();
    });

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
