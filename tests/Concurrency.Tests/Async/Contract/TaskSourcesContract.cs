namespace Workbook.Concurrency.Tests.Async.Contract;

/// <summary>TaskCompletionSourceExtensions, TaskConstants, TaskHelper and CancellationTokenTaskSource.</summary>
public sealed class TaskSourcesContract
{
    [Fact]
    public async Task A_source_completes_with_the_result_of_a_task()
    {
        var source = new TaskCompletionSource<object>();
        Assert.True(source.TryCompleteFromCompletedTask(Task.FromResult("a")));
        Assert.False(source.TryCompleteFromCompletedTask(Task.FromResult("b")));
        Assert.Equal("a", await source.Task);
    }

    [Fact]
    public async Task A_source_completes_with_a_result_of_its_own()
    {
        var source = new TaskCompletionSource<int>();
        Assert.True(source.TryCompleteFromCompletedTask(Task.CompletedTask, () => 3));
        Assert.Equal(3, await source.Task);
    }

    [Fact]
    public void A_source_completes_with_all_exceptions_of_a_task()
    {
        var both = Task.WhenAll(Task.FromException(new NotSupportedException()), Task.FromException(new TimeoutException()));
        var source = new TaskCompletionSource<int>();
        Assert.True(source.TryCompleteFromCompletedTask(both, () => throw new InvalidCastException()));
        Assert.Equal(
            [typeof(NotSupportedException), typeof(TimeoutException)],
            source.Task.Exception!.InnerExceptions.Select(e => e.GetType()));
    }

    [Fact]
    public async Task A_source_is_canceled_as_a_task_is()
    {
        var source = new TaskCompletionSource<int>();
        Assert.True(source.TryCompleteFromCompletedTask(TaskConstants<int>.Canceled));
        await source.Task.IsCanceledInTime();
    }

    [Fact]
    public async Task Continuations_of_an_async_source_do_not_run_inside_SetResult()
    {
        var source = TaskCompletionSourceExtensions.CreateAsyncTaskSource<int>();
        var thread = 0;
        var inside = false;
        var continued = source.Task.ContinueWith(
            _ => Volatile.Read(ref inside) && Environment.CurrentManagedThreadId == thread,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        thread = Environment.CurrentManagedThreadId;
        Volatile.Write(ref inside, true);
        source.SetResult(1);
        Volatile.Write(ref inside, false);
        Assert.False(await continued.InTime());
    }

    [Fact]
    public void The_constants_are_what_they_are_called_and_always_the_same()
    {
        Assert.True(TaskConstants.BooleanTrue.Now());
        Assert.False(TaskConstants.BooleanFalse.Now());
        Assert.Equal(0, TaskConstants.Int32Zero.Now());
        Assert.Equal(-1, TaskConstants.Int32NegativeOne.Now());
        Assert.True(TaskConstants.Completed.IsCompletedSuccessfully);
        Assert.True(TaskConstants.Canceled.IsCanceled);
        Assert.Null(TaskConstants<string>.Default.Now());
        Assert.Equal(0, TaskConstants<byte>.Default.Now());
        Assert.True(TaskConstants<string>.Canceled.IsCanceled);

        Assert.Same(TaskConstants.BooleanTrue, TaskConstants.BooleanTrue);
        Assert.Same(TaskConstants.BooleanFalse, TaskConstants.BooleanFalse);
        Assert.Same(TaskConstants.Int32Zero, TaskConstants.Int32Zero);
        Assert.Same(TaskConstants.Int32NegativeOne, TaskConstants.Int32NegativeOne);
        Assert.Same(TaskConstants.Completed, TaskConstants.Completed);
        Assert.Same(TaskConstants.Canceled, TaskConstants.Canceled);
        Assert.Same(TaskConstants<string>.Default, TaskConstants<string>.Default);
        Assert.Same(TaskConstants<string>.Canceled, TaskConstants<string>.Canceled);
    }

    [Fact]
    public async Task ExecuteAsTask_calls_here_and_now()
    {
        var thread = 0;
        var task = TaskHelper.ExecuteAsTask(() => { thread = Environment.CurrentManagedThreadId; });
        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(7, await TaskHelper.ExecuteAsTask(() => 7));
    }

    [Fact]
    public async Task ExecuteAsTask_gives_the_exception_in_the_task()
    {
        var task = TaskHelper.ExecuteAsTask((Action)(() => throw new NotSupportedException()));
        Assert.True(task.IsFaulted);
        await task.Fails<NotSupportedException>();
        await TaskHelper.ExecuteAsTask((Func<int>)(() => throw new NotSupportedException())).Fails<NotSupportedException>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TaskHelper.ExecuteAsTask((Action)(() => throw new OperationCanceledException())));
    }

    [Fact]
    public async Task A_token_can_be_awaited()
    {
        using var source = new CancellationTokenSource();
        using var it = new CancellationTokenTaskSource<int>(source.Token);
        Assert.False(it.Task.IsCompleted);
        await source.CancelAsync();
        await it.Task.IsCanceledInTime();
        using var late = new CancellationTokenTaskSource<int>(source.Token);
        Assert.True(late.Task.IsCanceled);
    }

    [Fact]
    public void A_token_that_cannot_be_cancelled_never_completes_its_task()
    {
        using var it = new CancellationTokenTaskSource<int>(CancellationToken.None);
        Assert.False(it.Task.IsCompleted);
    }
}
