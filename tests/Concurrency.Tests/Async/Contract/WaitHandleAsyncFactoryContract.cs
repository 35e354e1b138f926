namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class WaitHandleAsyncFactoryContract
{
    private static readonly CancellationToken _cancelled = new(true);

    [Fact]
    public void A_signaled_handle_completes_at_once_whatever_the_token_says()
    {
        using var handle = new ManualResetEvent(true);
        Assert.True(WaitHandleAsyncFactory.FromWaitHandle(handle).IsCompletedSuccessfully);
        Assert.True(WaitHandleAsyncFactory.FromWaitHandle(handle, _cancelled).IsCompletedSuccessfully);
        Assert.True(WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.Zero).Now());
        Assert.True(WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.Zero, _cancelled).Now());
    }

    [Fact]
    public void Without_waiting_the_answer_is_there_at_once()
    {
        using var handle = new ManualResetEvent(false);
        Assert.False(WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.Zero).Now());
        Assert.False(WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.Zero, _cancelled).Now());
        Assert.True(WaitHandleAsyncFactory.FromWaitHandle(handle, _cancelled).IsCanceled);
    }

    [Fact]
    public async Task A_later_signal_completes_the_task()
    {
        using var handle = new ManualResetEvent(false);
        using var source = new CancellationTokenSource();
        Task[] plain =
        [
            WaitHandleAsyncFactory.FromWaitHandle(handle),
            WaitHandleAsyncFactory.FromWaitHandle(handle, source.Token),
        ];
        Task<bool>[] told =
        [
            WaitHandleAsyncFactory.FromWaitHandle(handle, Timeout.InfiniteTimeSpan),
            WaitHandleAsyncFactory.FromWaitHandle(handle, Patience.Long, source.Token),
        ];
        Assert.All([.. plain, .. told], task => Assert.False(task.IsCompleted));
        handle.Set();
        foreach (var task in plain) await task.InTime();
        foreach (var task in told) Assert.True(await task.InTime());
    }

    [Fact]
    public async Task The_end_of_the_time_is_told_by_false()
    {
        using var handle = new ManualResetEvent(false);
        Assert.False(await WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.FromMilliseconds(1)).InTime());
        using var source = new CancellationTokenSource();
        Assert.False(await WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.FromMilliseconds(1), source.Token).InTime());
    }

    [Fact]
    public async Task A_token_cancels_the_task()
    {
        using var handle = new ManualResetEvent(false);
        using var source = new CancellationTokenSource();
        var plain = WaitHandleAsyncFactory.FromWaitHandle(handle, source.Token);
        var timed = WaitHandleAsyncFactory.FromWaitHandle(handle, Timeout.InfiniteTimeSpan, source.Token);
        await source.CancelAsync();
        await plain.IsCanceledInTime();
        await timed.IsCanceledInTime();
    }
}
