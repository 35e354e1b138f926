using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class ApmAsyncFactoryContract
{
    private readonly TaskCompletionSource<int> _operation = new();
    private readonly TaskCompletionSource<IAsyncResult> _calledBack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Callback(IAsyncResult result) => _calledBack.SetResult(result);

    [Fact]
    public async Task The_callback_gets_what_Begin_returned_when_the_operation_has_completed()
    {
        var result = ApmAsyncFactory.ToBegin(_operation.Task, Callback, "state");
        Assert.Equal("state", result.AsyncState);
        Assert.False(result.IsCompleted || _calledBack.Task.IsCompleted);
        _operation.SetResult(7);
        Assert.Same(result, await _calledBack.Task.InTime());
        Assert.True(result.IsCompleted);
        Assert.Equal(7, ApmAsyncFactory.ToEnd<int>(result));
    }

    [Fact]
    public async Task The_same_without_a_result()
    {
        var result = ApmAsyncFactory.ToBegin((Task)_operation.Task, Callback, "state");
        Assert.Equal("state", result.AsyncState);
        _operation.SetResult(7);
        Assert.Same(result, await _calledBack.Task.InTime());
        ApmAsyncFactory.ToEnd(result);
    }

    [Fact]
    public async Task A_completed_operation_is_called_back_too()
    {
        _operation.SetResult(7);
        var result = ApmAsyncFactory.ToBegin(_operation.Task, Callback, null!);
        Assert.Same(result, await _calledBack.Task.InTime());
    }

    [Fact]
    public void End_blocks_until_the_operation_has_completed()
    {
        var result = ApmAsyncFactory.ToBegin(_operation.Task, null!, null!);
        var worker = WorkerThread.Start("end", () => Assert.Equal(7, ApmAsyncFactory.ToEnd<int>(result)), background: true);
        Patience.UntilAsleep(worker);
        _operation.SetResult(7);
        worker.Ends();
    }

    [Fact]
    public void End_throws_what_the_operation_threw()
    {
        _operation.SetException(new NotSupportedException());
        var typed = ApmAsyncFactory.ToBegin(_operation.Task, null!, null!);
        Bounded.Throws<NotSupportedException>(() => ApmAsyncFactory.ToEnd<int>(typed));
        var plain = ApmAsyncFactory.ToBegin((Task)_operation.Task, null!, null!);
        Bounded.Throws<NotSupportedException>(() => ApmAsyncFactory.ToEnd(plain));
    }

    [Fact]
    public void End_tells_a_cancellation()
    {
        _operation.SetCanceled();
        var result = ApmAsyncFactory.ToBegin(_operation.Task, null!, null!);
        Bounded.Throws<TaskCanceledException>(() => ApmAsyncFactory.ToEnd<int>(result));
    }
}
