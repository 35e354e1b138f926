using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class FuturesTests
{
    private static readonly CancellationToken _cancelled = new(canceled: true);

    [Fact]
    public void WaitAll_waits_for_the_last_and_throws_no_failures()
    {
        Promise<int>[] promises = [new(), new(), new()];
        Future[] futures = [.. promises.Select(promise => promise.Future)];
        promises[1].SetException(new FormatException("planted"));
        promises[2].SetCanceled();
        Assert.False(Futures.WaitAll(futures, TimeSpan.Zero));
        var waiter = Patience.StartWaiter(promises[0], () => Futures.WaitAll(futures));
        promises[0].SetResult(1);
        Patience.MustEnd(waiter);
        Assert.True(Futures.WaitAll(futures, TimeSpan.Zero));
    }

    [Fact]
    public void WaitAll_of_none_returns_at_once()
    {
        Futures.WaitAll([]);
        Assert.True(Futures.WaitAll([], TimeSpan.Zero, _cancelled));
    }

    [Fact]
    public void WaitAny_tells_which_one_has_ended_and_of_several_the_lowest()
    {
        Promise<int>[] promises = [new(), new(), new()];
        Future<int>[] futures = [.. promises.Select(promise => promise.Future)];
        promises[2].SetException(new FormatException("planted"));
        Assert.Equal(2, Futures.WaitAny(futures));
        promises[1].SetResult(1);
        Assert.Equal(1, Futures.WaitAny(futures, _cancelled)); // no wait is needed
        Assert.True(Futures.TryWaitAny(futures, out var index, TimeSpan.Zero));
        Assert.Equal(1, index);
    }

    [Fact]
    public void WaitAny_sleeps_until_one_ends_and_leaves_no_callback_behind()
    {
        Promise<int>[] promises = [new(), new()];
        var index = -1;
        var waiter = WorkerThread.Start(
            "waiter", () => index = Futures.WaitAny([.. promises.Select(promise => promise.Future)]), background: true);
        Patience.UntilShown(promises[1], "1 callbacks, 0 waiting");
        Patience.UntilAsleep(waiter);
        promises[1].SetResult(1);
        Patience.MustEnd(waiter);
        Assert.Equal(1, index);
        Assert.Equal("Pending, 0 callbacks, 0 waiting", DebuggerText.Of(promises[0]));
    }

    [Fact]
    public void WaitAny_that_times_out_returns_false_with_no_index_and_not_too_early()
    {
        var promise = new Promise<int>();
        var index = 0;
        var short_ = TimeSpan.FromMilliseconds(20);
        Assert.False(Patience.NotEarlierThan(short_, () => Futures.TryWaitAny([promise.Future], out index, short_)));
        Assert.Equal(-1, index);
        Assert.False(Futures.TryWaitAny([promise.Future], out _, TimeSpan.Zero));
        Assert.Equal("Pending, 0 callbacks, 0 waiting", DebuggerText.Of(promise));
    }

    [Fact]
    public void WaitAny_that_is_cancelled_throws_its_token_and_leaves_no_callback_behind()
    {
        var promise = new Promise<int>();
        Assert.Equal(_cancelled,
            Assert.Throws<OperationCanceledException>(() => Futures.WaitAny([promise.Future], _cancelled)).CancellationToken);

        using var source = new CancellationTokenSource();
        var waiter = WorkerThread.Start("waiter", () => Futures.WaitAny([promise.Future], source.Token), background: true);
        Patience.UntilAsleep(waiter);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(waiter).CancellationToken);
        Assert.Equal("Pending, 0 callbacks, 0 waiting", DebuggerText.Of(promise));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Futures.WaitAny([]));
        Assert.Throws<ArgumentNullException>(() => Futures.WaitAny(null!));
        Assert.Throws<ArgumentNullException>(() => Futures.WaitAll(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Futures.WaitAll([], TimeSpan.FromMilliseconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Futures.TryWaitAny([FutureTests.Ended(1)], out _, TimeSpan.FromMilliseconds(-2)));
    }
}
