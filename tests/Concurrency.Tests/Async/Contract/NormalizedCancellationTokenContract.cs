namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class NormalizedCancellationTokenContract
{
    [Fact]
    public void The_constructors_give_no_token_that_of_a_source_or_the_given_one()
    {
        using var source = new CancellationTokenSource();
        Assert.Equal(CancellationToken.None, new NormalizedCancellationToken().Token);
        Assert.Equal(CancellationToken.None, new NormalizedCancellationToken((CancellationTokenSource?)null).Token);
        Assert.Equal(source.Token, new NormalizedCancellationToken(source.Token).Token);
        Assert.Equal(source.Token, new NormalizedCancellationToken(source).Token);
    }

    [Fact]
    public void Dispose_disposes_the_source_that_it_was_given()
    {
        var mine = new CancellationTokenSource();
        new NormalizedCancellationToken(mine).Dispose();
        Assert.Throws<ObjectDisposedException>(() => mine.Token);

        using var foreign = new CancellationTokenSource();
        new NormalizedCancellationToken(foreign.Token).Dispose();
        Assert.False(foreign.Token.IsCancellationRequested); // not disposed
    }

    [Fact]
    public void Tokens_that_cannot_be_cancelled_do_not_count()
    {
        using var source = new CancellationTokenSource();
        Assert.Equal(CancellationToken.None, NormalizedCancellationToken.Normalize().Token);
        Assert.Equal(CancellationToken.None, NormalizedCancellationToken.Normalize(default, default).Token);
        Assert.Equal(source.Token, NormalizedCancellationToken.Normalize(default, source.Token, default).Token);
    }

    [Fact]
    public void One_of_several_cancels()
    {
        using CancellationTokenSource one = new(), two = new();
        using var both = NormalizedCancellationToken.Normalize(new List<CancellationToken> { one.Token, two.Token });
        Assert.False(both.Token.IsCancellationRequested);
        two.Cancel();
        Assert.True(both.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_timeout_cancels()
    {
        using var whole = NormalizedCancellationToken.Timeout(1);
        using var span = NormalizedCancellationToken.Timeout(TimeSpan.FromMilliseconds(1));
        using CancellationTokenTaskSource<int> first = new(whole.Token), second = new(span.Token);
        await first.Task.IsCanceledInTime();
        await second.Task.IsCanceledInTime();
        using var never = NormalizedCancellationToken.Timeout(Timeout.Infinite);
        Assert.False(never.Token.IsCancellationRequested);
    }
}
