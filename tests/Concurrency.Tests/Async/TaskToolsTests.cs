using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

/// <summary>What is promised of the tools around tasks beyond the contract.</summary>
public sealed class TaskToolsTests
{
    private static readonly CancellationToken _cancelled = new(true);

    [Fact]
    public void A_source_is_not_completed_from_a_task_that_is_not()
    {
        var source = new TaskCompletionSource<int>();
        Assert.Throws<ArgumentException>(() => { source.TryCompleteFromCompletedTask(new TaskCompletionSource<int>().Task); });
        Assert.Throws<NotSupportedException>(
            () => { source.TryCompleteFromCompletedTask(Task.CompletedTask, () => throw new NotSupportedException()); });
        Assert.False(source.Task.IsCompleted);
    }

    [Fact]
    public async Task A_cancellation_keeps_its_token()
    {
        var source = new TaskCompletionSource<int>();
        source.TryCompleteFromCompletedTask(Task.FromCanceled<int>(_cancelled));
        Assert.Equal(_cancelled, (await source.Task.Fails<TaskCanceledException>()).CancellationToken);

        var ordered = new[] { Task.FromCanceled(_cancelled) }.OrderByCompletion();
        Assert.Equal(_cancelled, (await ordered[0].Fails<TaskCanceledException>()).CancellationToken);
    }

    [Fact]
    public void A_null_among_the_tasks_is_refused() =>
        Assert.Throws<ArgumentException>(() => { new Task[] { Task.CompletedTask, null! }.OrderByCompletion(); });

    [Fact]
    public async Task The_list_by_completion_is_completed_from_its_start()
    {
        for (var run = 0; run < 50; run++)
        {
            TaskCompletionSource<int>[] sources = [.. Enumerable.Range(0, 8).Select(_ => new TaskCompletionSource<int>())];
            var ordered = sources.Select(source => source.Task).OrderByCompletion();
            var completing = Task.WhenAll(
                Task.Run(() => { for (var i = 0; i < 8; i += 2) sources[i].SetResult(i); }),
                Task.Run(() => { for (var i = 1; i < 8; i += 2) sources[i].SetResult(i); }));
            while (!ordered[7].IsCompleted)
                for (var i = 7; i > 0; i--) Assert.True(!ordered[i].IsCompleted || ordered[i - 1].IsCompleted);
            await completing.InTime();
            var results = await Task.WhenAll(ordered).InTime();
            Assert.Equal(Enumerable.Range(0, 8), results.Order());
        }
    }

    [Fact]
    public void A_synchronous_cancellation_makes_a_canceled_task()
    {
        Assert.True(TaskHelper.ExecuteAsTask(_cancelled.ThrowIfCancellationRequested).IsCanceled);
        Assert.True(TaskHelper.ExecuteAsTask(int () => throw new OperationCanceledException(_cancelled)).IsCanceled);
    }

    [Fact]
    public async Task The_token_of_a_factory_prevents_the_start() =>
        await new TaskFactory(_cancelled).Run(() => { throw new NotSupportedException(); }).IsCanceledInTime();

    [Fact]
    public void A_completed_task_is_not_hidden_by_a_cancelled_token()
    {
        Assert.Equal(3, Task.FromResult(3).WaitAndUnwrapException(_cancelled));
        Task.CompletedTask.WaitWithoutException(_cancelled);
        Task.FromException(new NotSupportedException()).WaitWithoutException(_cancelled);
        TaskConstants.Canceled.WaitWithoutException(_cancelled);
    }

    [Fact]
    public void A_disposed_token_source_of_a_task_watches_no_more()
    {
        using var source = new CancellationTokenSource();
        var it = new CancellationTokenTaskSource<int>(source.Token);
        Assert.Equal("WaitingForActivation", DebuggerText.Of(it));
        it.Dispose();
        source.Cancel();
        Assert.False(it.Task.IsCompleted);
    }

    [Fact]
    public void Asynchronous_code_that_is_posted_is_waited_for_by_the_context()
    {
        var ran = false;
        Patience.OnAnotherThread(() => AsyncContext.Run(() =>
        {
            _ = SynchronizationContext.Current!.PostAsync(async () =>
            {
                await Task.Run(() => { });
                ran = AsyncContext.Current is not null;
            });
        }));
        Assert.True(ran);
    }

    [Fact]
    public async Task A_posted_function_that_returns_no_task_is_told()
    {
        var context = new SynchronizationContext();
        await context.PostAsync(() => (Task<int>)null!).Fails<InvalidOperationException>();
    }

    [Fact]
    public void The_debugger_shows_the_deferrals()
    {
        var manager = new DeferralManager();
        using var deferral = manager.DeferralSource.GetDeferral();
        Assert.Equal("1 deferrals out", DebuggerText.Of(manager));
    }
}
