using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class FutureChainTests
{
    [Fact]
    public void A_value_passes_through_the_functions()
    {
        var promise = new Promise<int>();
        var text = promise.Future.Then(x => x + 1).Then(x => $"<{x}>");
        Assert.Equal(FutureState.Pending, text.State);
        promise.SetResult(1);
        Assert.Equal("<2>", text.Result());
        Assert.Equal("<2>", FutureTests.Ended(2).Then(x => $"<{x}>").Result()); // after the end, the same
    }

    [Fact]
    public void A_failure_passes_by_the_functions_with_its_stack()
    {
        var promise = new Promise<int>();
        var calls = 0;
        var last = promise.Future.Then(x => { calls++; return x; }).Then(x => { calls++; return FutureTests.Ended(x); });
        var failure = FutureTests.Thrown();
        promise.SetException(failure);
        Assert.Same(failure, last.Failure);
        Assert.Contains("Source", Assert.Throws<FormatException>(() => last.Result()).StackTrace);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void A_cancellation_passes_by_the_functions()
    {
        var promise = new Promise<int>();
        var calls = 0;
        var last = promise.Future.Then(x => { calls++; return x; }).Then(x => { calls++; return FutureTests.Ended(x); });
        promise.Future.Cancel();
        Assert.Equal(FutureState.Canceled, last.State);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void What_a_function_throws_is_the_failure_of_the_new_future_alone()
    {
        var promise = new Promise<int>();
        var planted = new FormatException("planted");
        Future<int> Throw(int x) => throw planted;
        var next = promise.Future.Then<int>(int (int x) => throw planted);
        var flat = promise.Future.Then(Throw);
        promise.SetResult(1);
        Assert.Same(planted, next.Failure);
        Assert.Same(planted, flat.Failure);
        Assert.Equal(1, promise.Future.Result());
    }

    [Fact]
    public void A_function_that_throws_a_cancellation_cancels_the_new_future_and_it_is_thrown_as_it_was()
    {
        var planted = new OperationCanceledException("planted");
        var next = FutureTests.Ended(1).Then<int>(int (int x) => throw planted);
        Assert.Equal(FutureState.Canceled, next.State);
        Assert.Same(planted, Assert.Throws<OperationCanceledException>(() => next.Result()));
        Assert.Same(planted, Assert.Throws<OperationCanceledException>(() => next.Then(x => x).Result()));
    }

    [Fact]
    public void A_future_of_a_future_ends_as_the_inner_one_and_not_before()
    {
        var inner = new Promise<string>();
        var outer = FutureTests.Ended(1).Then(_ => inner.Future);
        Assert.Equal(FutureState.Running, outer.State);
        inner.SetResult("inner");
        Assert.Equal("inner", outer.Result());

        var failing = new Promise<string>();
        var planted = new FormatException("planted");
        outer = FutureTests.Ended(1).Then(_ => failing.Future);
        failing.SetException(planted);
        Assert.Same(planted, outer.Failure);

        var cancelled = new Promise<string>();
        outer = FutureTests.Ended(1).Then(_ => cancelled.Future);
        cancelled.Future.Cancel();
        Assert.Equal(FutureState.Canceled, outer.State);
    }

    [Fact]
    public void A_function_that_returns_no_future_is_a_failure() =>
        Assert.IsType<NullReferenceException>(FutureTests.Ended(1).Then(Future<int> (_) => null!).Failure);

    [Fact]
    public void Cancelling_the_new_one_leaves_the_first_as_it_is_and_calls_no_function()
    {
        var promise = new Promise<int>();
        var calls = 0;
        var next = promise.Future.Then(x => { calls++; return x; });
        var flat = promise.Future.Then(x => { calls++; return FutureTests.Ended(x); });
        Assert.True(next.Cancel());
        Assert.True(flat.Cancel());
        promise.SetResult(1);
        Assert.Equal(1, promise.Future.Result());
        Assert.Equal(FutureState.Canceled, next.State);
        Assert.Equal(FutureState.Canceled, flat.State);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void A_chain_may_be_longer_than_the_stack()
    {
        const int links = 30_000;
        var promise = new Promise<int>();
        var last = promise.Future;
        for (var i = 0; i < links; i++) last = last.Then(x => x + 1);
        Patience.MustEnd(WorkerThread.Start("producer", () => promise.SetResult(0), background: true));
        Assert.Equal(links, last.Result());
    }

    [Fact]
    public void An_interrupt_does_not_part_the_producer_from_the_callbacks_of_a_long_chain()
    {
        var promise = new Promise<int>();
        Future<int> last = promise.Future;
        for (var i = 0; i < 30_000; i++) last = last.Then(x => x);
        Thread? producer = null;
        string? ranOn = null;
        last.OnDone((Future _) =>
        {
            producer!.Interrupt();
            for (var turn = 0; turn < 100; turn++) Thread.Yield(); // time to go away, for one that does not wait
            ranOn = Thread.CurrentThread.Name;
        });
        Patience.OnAnotherThread(() =>
        {
            producer = Thread.CurrentThread;
            promise.SetResult(0);
            Assert.Equal("callbacks of a long chain", ranOn);
            Assert.Throws<ThreadInterruptedException>(() => new OneShotLatch().Wait(Patience.Long)); // kept for this wait
        });
    }
}
