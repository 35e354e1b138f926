using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncCountdownEventContract
{
    private static readonly CancellationToken _cancelled = new(canceled: true);

    [Fact]
    public async Task The_signal_that_reaches_zero_lets_go_all_who_wait()
    {
        var countdown = new AsyncCountdownEvent(3);
        Task[] waits = [countdown.WaitAsync(), countdown.WaitAsync()];
        var thread = WorkerThread.Start("waiter", () => countdown.Wait(), background: true);
        Patience.UntilAsleep(thread);
        countdown.Signal(2);
        Assert.Equal(1, countdown.CurrentCount);
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        countdown.Signal();
        await Task.WhenAll(waits).InTime();
        thread.Ends();
        Assert.True(countdown.WaitAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_count_that_leaves_zero_makes_wait_again()
    {
        var countdown = new AsyncCountdownEvent(0);
        countdown.Wait();
        countdown.AddCount();
        var wait = countdown.WaitAsync();
        countdown.AddCount(2);
        Assert.Equal(3, countdown.CurrentCount);
        countdown.Signal(2);
        Assert.False(wait.IsCompleted);
        countdown.Signal();
        await wait.InTime();
    }

    [Fact]
    public async Task The_count_may_be_negative_and_is_counted_up_then()
    {
        var countdown = new AsyncCountdownEvent(0);
        countdown.Signal(2);
        Assert.Equal(-2, countdown.CurrentCount);
        var wait = countdown.WaitAsync();
        countdown.AddCount();
        Assert.False(wait.IsCompleted);
        countdown.AddCount();
        await wait.InTime();
        Assert.False(new AsyncCountdownEvent(-1).WaitAsync().IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_step_past_zero_lets_go_who_waits_and_leaves_it_unset(int count)
    {
        var countdown = new AsyncCountdownEvent(count);
        var wait = countdown.WaitAsync();
        if (count > 0) countdown.Signal(2); else countdown.AddCount(2);
        await wait.InTime();
        Assert.Equal(-count, countdown.CurrentCount);
        Assert.False(countdown.WaitAsync().IsCompleted);
    }

    [Fact]
    public async Task A_token_ends_the_wait_of_its_own_alone()
    {
        using var source = new CancellationTokenSource();
        var countdown = new AsyncCountdownEvent(1);
        var (own, other) = (countdown.WaitAsync(source.Token), countdown.WaitAsync());
        var thread = WorkerThread.Start("cancelled",
            () => Assert.ThrowsAny<OperationCanceledException>(() => countdown.Wait(source.Token)), background: true);
        Patience.UntilAsleep(thread);
        await source.CancelAsync();
        await own.IsCanceledInTime();
        thread.Ends();
        Assert.False(other.IsCompleted);
        Assert.True(countdown.WaitAsync(_cancelled).IsCanceled);
        countdown.Signal();
        await other.InTime();
        Assert.True(countdown.WaitAsync(_cancelled).IsCompletedSuccessfully);
        countdown.Wait(_cancelled);
    }

    [Fact]
    public void A_count_out_of_its_range_is_refused()
    {
        var high = new AsyncCountdownEvent(long.MaxValue);
        Assert.Throws<OverflowException>(() => high.AddCount());
        Assert.Equal(long.MaxValue, high.CurrentCount);
        var low = new AsyncCountdownEvent(long.MinValue);
        Assert.Throws<OverflowException>(() => low.Signal());
        Assert.Equal(long.MinValue, low.CurrentCount);
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero()
    {
        var countdown = new AsyncCountdownEvent(0);
        Ids.AreDistinct(() => new AsyncCountdownEvent(0).Id, countdown.Id, countdown.Id);
    }
}
