using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncAutoResetEventContract
{
    private static readonly CancellationToken _cancelled = new(canceled: true);
    private readonly AsyncAutoResetEvent _event = new();

    [Fact]
    public void A_set_lets_one_pass()
    {
        Assert.False(_event.IsSet);
        _event.Set();
        Assert.True(_event.IsSet);
        Assert.True(_event.WaitAsync().IsCompletedSuccessfully);
        Assert.False(_event.IsSet);
        Assert.False(_event.WaitAsync().IsCompleted);
        var set = new AsyncAutoResetEvent(true);
        set.Wait();
        Assert.False(set.IsSet);
        Assert.False(new AsyncAutoResetEvent(false).IsSet);
    }

    [Fact]
    public async Task A_set_that_wakes_a_waiter_is_used_up()
    {
        var waiting = _event.WaitAsync();
        _event.Set();
        await waiting.InTime();
        Assert.False(_event.IsSet);
        Assert.False(_event.WaitAsync().IsCompleted);
    }

    [Fact]
    public void A_set_that_wakes_a_thread_is_used_up()
    {
        var thread = WorkerThread.Start("waiter", () => _event.Wait(), background: true);
        Patience.UntilAsleep(thread);
        _event.Set();
        thread.Ends();
        Assert.False(_event.IsSet);
    }

    [Fact]
    public void Sets_while_nobody_waits_are_remembered_once()
    {
        _event.Set();
        _event.Set();
        Assert.True(_event.WaitAsync().IsCompletedSuccessfully);
        Assert.False(_event.WaitAsync().IsCompleted);
    }

    [Fact]
    public async Task Each_set_wakes_one_in_the_order_of_the_calls()
    {
        Task[] waits = [.. Enumerable.Range(0, 4).Select(_ => _event.WaitAsync())];
        for (var i = 0; i < waits.Length; i++)
        {
            _event.Set();
            await waits[i].InTime();
            Assert.Equal(i + 1, waits.Count(wait => wait.IsCompleted));
        }
    }

    [Fact]
    public async Task A_cancelled_wait_uses_no_set()
    {
        using var source = new CancellationTokenSource();
        var cancelled = _event.WaitAsync(source.Token);
        var thread = WorkerThread.Start("cancelled",
            () => Assert.Throws<TaskCanceledException>(() => _event.Wait(source.Token)), background: true);
        Patience.UntilAsleep(thread);
        var stays = _event.WaitAsync();
        await source.CancelAsync();
        var failure = await cancelled.Fails<TaskCanceledException>();
        Assert.True(failure.CancellationToken.IsCancellationRequested);
        thread.Ends();
        _event.Set();
        await stays.InTime();
        Assert.True(_event.WaitAsync(_cancelled).IsCanceled);
        Assert.Throws<TaskCanceledException>(() => _event.Wait(_cancelled));
        _event.Set();
        Assert.True(_event.IsSet);
    }

    [Fact]
    public void An_already_cancelled_token_uses_a_set_all_the_same()
    {
        _event.Set();
        Assert.True(_event.WaitAsync(_cancelled).IsCompletedSuccessfully);
        Assert.False(_event.IsSet);
        _event.Set();
        _event.Wait(_cancelled);
        Assert.False(_event.IsSet);
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() => Ids.AreDistinct(() => new AsyncAutoResetEvent().Id, _event.Id, _event.Id);
}
