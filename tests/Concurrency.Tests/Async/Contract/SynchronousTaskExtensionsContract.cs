using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class SynchronousTaskExtensionsContract
{
    private readonly TaskCompletionSource<int> _source = new();

    private Task Plain => _source.Task;

    [Fact]
    public void Waiting_returns_the_result()
    {
        _source.SetResult(5);
        using var cancelled = new CancellationTokenSource();
        Plain.WaitAndUnwrapException();
        Plain.WaitAndUnwrapException(cancelled.Token);
        Assert.Equal(5, _source.Task.WaitAndUnwrapException());
        Assert.Equal(5, _source.Task.WaitAndUnwrapException(cancelled.Token));
    }

    [Fact]
    public void Waiting_blocks_until_the_task_has_completed()
    {
        var worker = WorkerThread.Start("waiter", () => Assert.Equal(5, _source.Task.WaitAndUnwrapException()), background: true);
        Patience.UntilAsleep(worker);
        _source.SetResult(5);
        worker.Ends();
    }

    [Fact]
    public void The_exception_comes_out_as_it_is()
    {
        _source.SetException(new NotSupportedException());
        Assert.Throws<NotSupportedException>(() => Plain.WaitAndUnwrapException());
        Assert.Throws<NotSupportedException>(() => { _source.Task.WaitAndUnwrapException(); });
        Assert.Throws<NotSupportedException>(() => Plain.WaitAndUnwrapException(CancellationToken.None));
        Assert.Throws<NotSupportedException>(() => { _source.Task.WaitAndUnwrapException(CancellationToken.None); });
    }

    [Fact]
    public void Without_exception_the_outcome_is_not_told()
    {
        _source.SetException(new NotSupportedException());
        Plain.WaitWithoutException();
        Plain.WaitWithoutException(CancellationToken.None);
        TaskConstants.Canceled.WaitWithoutException();
        TaskConstants.Completed.WaitWithoutException();
    }

    [Fact]
    public void A_cancelled_token_ends_the_wait_with_an_exception_in_every_form()
    {
        var cancelled = new CancellationToken(true);
        Assert.ThrowsAny<OperationCanceledException>(() => Plain.WaitAndUnwrapException(cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => { _source.Task.WaitAndUnwrapException(cancelled); });
        Assert.ThrowsAny<OperationCanceledException>(() => Plain.WaitWithoutException(cancelled));
    }

    [Fact]
    public void A_token_ends_a_wait_that_has_begun()
    {
        using var source = new CancellationTokenSource();
        var worker = WorkerThread.Start(
            "waiter",
            () => Assert.ThrowsAny<OperationCanceledException>(() => Plain.WaitWithoutException(source.Token)), background: true);
        Patience.UntilAsleep(worker);
        source.Cancel();
        worker.Ends();
    }
}
