using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class FutureCallbackTests
{
    [Fact]
    public void Callbacks_run_in_the_order_of_registration_on_the_thread_that_ends_it()
    {
        var promise = new Promise<int>();
        List<string> calls = [];
        promise.Future.OnDone((Future<int> done) => calls.Add($"a {done.Result()} on {Thread.CurrentThread.Name}"));
        promise.Future.OnDone((Future done) => calls.Add($"b {done.State} on {Thread.CurrentThread.Name}"));
        promise.Future.OnDone((Future<int> done) => calls.Add($"c {done.Result()} on {Thread.CurrentThread.Name}"));
        Assert.Empty(calls);
        Patience.MustEnd(WorkerThread.Start("producer", () => promise.SetResult(1), background: true));
        Assert.Equal(["a 1 on producer", "b Succeeded on producer", "c 1 on producer"], calls);
    }

    [Fact]
    public void They_have_run_when_the_call_that_ends_it_returns()
    {
        foreach (var end in new Action<Promise<int>>[]
        {
            promise => promise.SetResult(1), promise => promise.SetException(new FormatException()),
            promise => promise.SetCanceled(), promise => promise.Future.Cancel(),
        })
        {
            var promise = new Promise<int>();
            Future? called = null;
            promise.Future.OnDone((Future done) => called = done);
            end(promise);
            Assert.Same(promise.Future, called);
        }
    }

    [Fact]
    public void A_callback_after_the_end_runs_at_once_on_the_caller()
    {
        var future = FutureTests.Ended(1);
        Thread? on = null;
        future.OnDone((Future<int> _) => on = Thread.CurrentThread);
        Assert.Same(Thread.CurrentThread, on);
    }

    [Fact]
    public void A_callback_that_is_registered_by_a_callback_runs_at_once()
    {
        var promise = new Promise<int>();
        List<int> calls = [];
        promise.Future.OnDone((Future<int> done) => { done.OnDone((Future<int> _) => calls.Add(1)); calls.Add(2); });
        promise.SetResult(1);
        Assert.Equal([1, 2], calls);
    }

    [Fact]
    public void A_late_callback_may_run_beside_an_early_one()
    {
        var promise = new Promise<int>();
        var (isRunning, mayEnd) = (new OneShotLatch(), new OneShotLatch());
        promise.Future.OnDone((Future _) => { isRunning.Open(); mayEnd.Wait(Patience.Long); });
        var producer = WorkerThread.Start("producer", () => promise.SetResult(1), background: true);
        Assert.True(isRunning.Wait(Patience.Long));
        var calls = 0;
        promise.Future.OnDone((Future _) => calls++);
        Assert.Equal(1, calls);
        mayEnd.Open();
        Patience.MustEnd(producer);
    }

    [Fact]
    public void One_that_throws_harms_nobody_and_is_reported()
    {
        using var seen = new StrayFailuresSeen();
        var promise = new Promise<int>();
        List<int> calls = [];
        var (early, late) = (new FormatException("early"), new FormatException("late"));
        promise.Future.OnDone((Future _) => calls.Add(1));
        promise.Future.OnDone((Future _) => throw early);
        promise.Future.OnDone((Future _) => calls.Add(2));
        promise.SetResult(1);
        promise.Future.OnDone((Future _) => throw late);
        Assert.Equal([1, 2], calls);
        Assert.Equal(1, promise.Future.Result());
        Assert.Equal("a callback of a future", seen.WhereOf(early));
        Assert.Equal("a callback of a future", seen.WhereOf(late));
    }

    [Fact]
    public void Each_runs_once_when_registration_and_end_meet()
    {
        for (var round = 0; round < 200; round++)
        {
            var promise = new Promise<int>();
            const int callbacks = 20;
            var calls = new int[2 * callbacks];
            var start = new CyclicBarrier(3);
            void Register(int first)
            {
                start.SignalAndWait();
                for (var i = first; i < first + callbacks; i++)
                {
                    var mine = i;
                    promise.Future.OnDone((Future _) => Interlocked.Increment(ref calls[mine]));
                }
            }
            var group = new ThreadGroup();
            group.Start("one", () => Register(0), background: true);
            group.Start("other", () => Register(callbacks), background: true);
            group.Start("producer", () => { start.SignalAndWait(); promise.SetResult(1); }, background: true);
            group.End();
            Assert.All(calls, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_listener_that_throws_harms_nobody_either()
    {
        var planted = new FormatException("planted");
        void Throw(string where, Exception failure) { if (failure == planted) throw failure; }
        StrayFailures.Seen += Throw;
        try
        {
            var promise = new Promise<int>();
            promise.Future.OnDone((Future _) => throw planted);
            promise.SetResult(1);
        }
        finally { StrayFailures.Seen -= Throw; }
    }
}
