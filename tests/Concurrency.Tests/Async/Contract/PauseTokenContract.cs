using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class PauseTokenContract
{
    private readonly PauseTokenSource _source = new();

    [Fact]
    public void It_does_not_pause_at_first()
    {
        Assert.False(_source.IsPaused);
        Assert.True(_source.Token.CanBePaused);
        Assert.False(_source.Token.IsPaused);
        Assert.True(_source.Token.WaitWhilePausedAsync().IsCompletedSuccessfully);
        _source.Token.WaitWhilePaused();
    }

    [Fact]
    public async Task Work_waits_while_paused()
    {
        var token = _source.Token;
        _source.IsPaused = true;
        _source.IsPaused = true;
        Assert.True(_source.IsPaused && token.IsPaused);
        var task = token.WaitWhilePausedAsync();
        var thread = WorkerThread.Start("paused", () => token.WaitWhilePaused(), background: true);
        Patience.UntilAsleep(thread);
        Assert.False(task.IsCompleted);
        _source.IsPaused = false;
        await task.InTime();
        thread.Ends();
        Assert.False(token.IsPaused);
    }

    [Fact]
    public async Task A_cancellation_ends_the_pause_of_its_own()
    {
        using var source = new CancellationTokenSource();
        _source.IsPaused = true;
        var task = _source.Token.WaitWhilePausedAsync(source.Token);
        await source.CancelAsync();
        await task.IsCanceledInTime();
        Assert.Throws<OperationCanceledException>(() => _source.Token.WaitWhilePaused(source.Token));
        _source.IsPaused = false;
        _source.Token.WaitWhilePaused(source.Token);
        Assert.True(_source.Token.WaitWhilePausedAsync(source.Token).IsCompletedSuccessfully);
    }

    [Fact]
    public void The_default_token_never_pauses()
    {
        var token = default(PauseToken);
        Assert.False(token.CanBePaused || token.IsPaused);
        token.WaitWhilePaused();
        token.WaitWhilePaused(new CancellationToken(true));
        Assert.True(token.WaitWhilePausedAsync().IsCompletedSuccessfully);
        Assert.True(token.WaitWhilePausedAsync(new CancellationToken(true)).IsCompletedSuccessfully);
    }
}
