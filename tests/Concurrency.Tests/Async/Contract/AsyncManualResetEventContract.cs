using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncManualResetEventContract
{
    private static readonly CancellationToken _cancelled = new(canceled: true);
    private readonly AsyncManualResetEvent _event = new();

    [Fact]
    public void It_is_set_at_first_only_if_told_so()
    {
        Assert.False(_event.IsSet);
        Assert.False(new AsyncManualResetEvent(false).IsSet);
        var set = new AsyncManualResetEvent(true);
        Assert.True(set.IsSet);
        Assert.True(set.WaitAsync().IsCompletedSuccessfully);
        set.Wait();
    }

    [Fact]
    public async Task Set_lets_go_all_who_wait_tasks_and_threads()
    {
        using var source = new CancellationTokenSource();
        Task[] tasks = [_event.WaitAsync(), _event.WaitAsync(), _event.WaitAsync(source.Token)];
        var thread = WorkerThread.Start("waiter", () => _event.Wait(), background: true);
        Patience.UntilAsleep(thread);
        Assert.DoesNotContain(tasks, task => task.IsCompleted);
        _event.Set();
        _event.Set();
        await Task.WhenAll(tasks).InTime();
        thread.Ends();
        Assert.True(_event.IsSet);
    }

    [Fact]
    public async Task A_Reset_right_after_a_Set_does_not_hold_back_who_waited()
    {
        using var source = new CancellationTokenSource();
        var (shared, own) = (_event.WaitAsync(), _event.WaitAsync(source.Token));
        var thread = WorkerThread.Start("waiter", () => _event.Wait(), background: true);
        Patience.UntilAsleep(thread);
        _event.Set();
        _event.Reset();
        _event.Reset();
        await shared.InTime();
        await own.InTime();
        thread.Ends();
        Assert.False(_event.IsSet);
        Assert.False(_event.WaitAsync().IsCompleted);
    }

    [Fact]
    public void Waits_without_token_between_two_sets_are_one_task()
    {
        var first = _event.WaitAsync();
        Assert.Same(first, _event.WaitAsync());
        _event.Set();
        _event.Reset();
        Assert.NotSame(first, _event.WaitAsync());
    }

    [Fact]
    public async Task A_token_ends_the_wait_of_its_own_alone()
    {
        using var source = new CancellationTokenSource();
        var (shared, own) = (_event.WaitAsync(), _event.WaitAsync(source.Token));
        await source.CancelAsync();
        var failure = await own.Fails<TaskCanceledException>();
        Assert.True(failure.CancellationToken.IsCancellationRequested);
        Assert.True(own.IsCanceled);
        Assert.False(shared.IsCompleted);
        _event.Set();
        await shared.InTime();
    }

    [Fact]
    public void A_thread_that_is_cancelled_gets_a_plain_exception()
    {
        using var source = new CancellationTokenSource();
        var thread = WorkerThread.Start("waiter",
            () => Assert.Throws<OperationCanceledException>(() => _event.Wait(source.Token)), background: true);
        Patience.UntilAsleep(thread);
        source.Cancel();
        thread.Ends();
    }

    [Fact]
    public void An_already_cancelled_token_passes_when_it_is_set_and_is_refused_otherwise()
    {
        Assert.True(_event.WaitAsync(_cancelled).IsCanceled);
        Assert.Throws<OperationCanceledException>(() => _event.Wait(_cancelled));
        _event.Set();
        Assert.True(_event.WaitAsync(_cancelled).IsCompletedSuccessfully);
        _event.Wait(_cancelled);
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() =>
        Ids.AreDistinct(() => new AsyncManualResetEvent().Id, _event.Id, _event.Id);
}
