using Workbook.Concurrency.Pools;

namespace Workbook.Concurrency.Tests.Explored.Pools;

public sealed class ExploredFuture
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void A_result_reaches_whoever_waits() => Explored.Holds(() =>
    {
        var (promise, data) = (new Promise<int>(), 0);
        Together.Run(() => Deliver(promise, ref data), () =>
        {
            Assert.Equal(7, promise.Future.Result());
            Assert.Equal(1, data);
        });
    });

    [Fact]
    public void A_wait_that_times_out_can_be_repeated() => Explored.Holds(() =>
    {
        var (promise, data) = (new Promise<int>(), 0);
        Together.Run(() => Deliver(promise, ref data), () =>
        {
            if (!promise.Future.TryResult(out var early, _short)) Assert.Equal(7, promise.Future.Result());
            else Assert.Equal(7, early);
        });
    });

    [Fact]
    public void It_is_cancelled_or_it_starts() => Explored.Holds(() =>
    {
        var promise = new Promise<int>();
        var (started, cancelled) = (false, false);
        Together.Run(
            () =>
            {
                started = promise.TryStart();
                if (started) promise.SetResult(1);
            },
            () => cancelled = promise.Future.Cancel());
        Assert.True(started ^ cancelled);
        Assert.Equal(started ? FutureState.Succeeded : FutureState.Canceled, promise.Future.State);
    });

    [Fact]
    public void A_callback_runs_once_however_late_it_comes() => Explored.Holds(() =>
    {
        var (promise, calls, data) = (new Promise<int>(), 0, 0);
        Together.Run(() => Deliver(promise, ref data), () => promise.Future.OnDone((Future<int> done) =>
        {
            Assert.Equal(FutureState.Succeeded, done.State);
            calls++;
        }));
        Assert.Equal(1, calls);
    });

    [Fact]
    public void A_chain_gets_its_value_whoever_ends_it() => Explored.Holds(() =>
    {
        var (promise, data) = (new Promise<int>(), 0);
        var next = 0;
        Together.Run(() => Deliver(promise, ref data), () => next = promise.Future.Then(value => value + 1).Result());
        Assert.Equal(8, next);
    });

    [Fact]
    public void WaitAny_finds_the_one_that_ended() => Explored.Holds(() =>
    {
        var (never, promise, data) = (new Promise<int>(), new Promise<int>(), 0);
        Together.Run(() => Deliver(promise, ref data), () => Assert.Equal(1, Futures.WaitAny([never.Future, promise.Future])));
    }, bound: 1);

    private static void Deliver(Promise<int> promise, ref int data)
    {
        promise.TryStart();
        data = 1;
        promise.SetResult(7);
    }
}
