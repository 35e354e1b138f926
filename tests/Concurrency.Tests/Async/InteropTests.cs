using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

/// <summary>What is promised of the bridges to older patterns beyond the contract.</summary>
public sealed class InteropTests
{
    private event Action? Raised;

    [Fact]
    public void End_refuses_what_Begin_did_not_return()
    {
        var typed = ApmAsyncFactory.ToBegin(Task.FromResult("a"), null, null);
        Assert.Throws<ArgumentException>(() => { ApmAsyncFactory.ToEnd<int>(typed); });
    }

    [Fact]
    public async Task The_callback_does_not_run_inside_Begin()
    {
        var begun = false;
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Patience.OnAnotherThread(() =>
        {
            var thread = Environment.CurrentManagedThreadId;
            ApmAsyncFactory.ToBegin(
                Task.CompletedTask,
                _ => seen.SetResult(Environment.CurrentManagedThreadId == thread && !Volatile.Read(ref begun)), null);
            Volatile.Write(ref begun, true);
        });
        Assert.False(await seen.Task.InTime());
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_cancels_without_subscribing() =>
        await EventAsyncFactory.FromActionEvent(
            _ => throw new NotSupportedException(), _ => throw new NotSupportedException(),
            new CancellationToken(true)).IsCanceledInTime();

    [Fact]
    public async Task When_the_task_completes_the_handler_is_gone()
    {
        for (var run = 0; run < 50; run++)
        {
            var task = EventAsyncFactory.FromActionEvent(h => Raised += h, h => Raised -= h, CancellationToken.None, false);
            Raised!();
            await task.InTime();
            Assert.Null(Raised);
        }
    }

    [Fact]
    public async Task What_was_not_subscribed_is_not_unsubscribed()
    {
        var unsubscribed = false;
        var task = EventAsyncFactory.FromActionEvent(_ => throw new NotSupportedException(), _ => unsubscribed = true);
        await task.Fails<NotSupportedException>();
        Assert.False(unsubscribed);
    }

    [Fact]
    public async Task A_timeout_out_of_range_is_refused()
    {
        using var handle = new ManualResetEvent(true);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.FromMilliseconds(-2)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => WaitHandleAsyncFactory.FromWaitHandle(handle, TimeSpan.FromDays(25)));
    }

    [Fact]
    public async Task A_signal_is_taken_and_told_or_left_in_the_handle()
    {
        using var handle = new AutoResetEvent(false);
        for (var run = 0; run < 200; run++)
        {
            using var source = new CancellationTokenSource();
            var task = WaitHandleAsyncFactory.FromWaitHandle(handle, Timeout.InfiniteTimeSpan, source.Token);
            var signal = Task.Run(handle.Set);
            await source.CancelAsync();
            await signal.InTime();
            var told = true;
            try { told = await task.InTime(); }
            catch (OperationCanceledException) { told = false; }
            Assert.NotEqual(told, handle.WaitOne(0)); // either or
        }
    }
}
