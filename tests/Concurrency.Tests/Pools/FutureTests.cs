using System.Diagnostics;
using System.Reflection;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class FutureTests
{
    internal static Future<T> Ended<T>(T value)
    {
        var promise = new Promise<T>();
        promise.SetResult(value);
        return promise.Future;
    }

    internal static Exception Thrown()
    {
        try { Source(); }
        catch (Exception e) { return e; }
        throw new InvalidOperationException("not reached");
    }

    private static void Source() => throw new FormatException("planted");

    [Fact]
    public void A_result_ends_it()
    {
        var promise = new Promise<string>();
        Assert.Equal(FutureState.Pending, promise.Future.State);
        Assert.False(promise.Future.IsDone);
        promise.SetResult("done");
        Assert.Equal(FutureState.Succeeded, promise.Future.State);
        Assert.True(promise.Future.IsDone);
        Assert.Null(promise.Future.Failure);
        Assert.Equal("done", promise.Future.Result());
        promise.Future.Join();
    }

    [Fact]
    public void A_started_one_runs_until_it_ends()
    {
        var promise = new Promise<int>();
        Assert.True(promise.TryStart());
        Assert.Equal(FutureState.Running, promise.Future.State);
        Assert.False(promise.TryStart());
        promise.SetResult(1);
        Assert.False(promise.TryStart());
        Assert.Equal(FutureState.Succeeded, promise.Future.State);
    }

    [Fact]
    public void An_exception_is_thrown_to_everybody_who_asks_with_the_stack_of_its_source()
    {
        var promise = new Promise<int>();
        var failure = Thrown();
        promise.SetException(failure);
        Assert.Equal(FutureState.Failed, promise.Future.State);
        Assert.Same(failure, promise.Future.Failure);
        foreach (var ask in new Action[]
        {
            () => promise.Future.Result(), () => promise.Future.Join(),
            () => promise.Future.TryResult(out _, TimeSpan.Zero), () => promise.Future.Join(TimeSpan.Zero),
        })
        {
            var seen = Assert.Throws<FormatException>(ask);
            Assert.Same(failure, seen);
            Assert.Contains(nameof(Source), seen.StackTrace);
        }
    }

    [Fact]
    public void Wait_throws_nothing_for_a_failure_or_a_cancellation()
    {
        var failed = new Promise<int>();
        failed.SetException(Thrown());
        failed.Future.Wait();
        Assert.True(failed.Future.Wait(TimeSpan.Zero));
        var cancelled = new Promise<int>();
        cancelled.SetCanceled();
        cancelled.Future.Wait();
    }

    [Fact]
    public void A_cancelled_one_has_no_result_and_no_failure()
    {
        var promise = new Promise<int>();
        Assert.True(promise.Future.Cancel());
        Assert.Equal(FutureState.Canceled, promise.Future.State);
        Assert.Null(promise.Future.Failure);
        Assert.Throws<OperationCanceledException>(() => promise.Future.Result());
        Assert.Throws<OperationCanceledException>(() => promise.Future.TryResult(out _, TimeSpan.Zero));
        Assert.Throws<OperationCanceledException>(() => promise.Future.Join());
        Assert.True(promise.Future.Cancel()); // it is cancelled already
        Assert.False(promise.TryStart());
    }

    [Fact]
    public void Cancel_fails_once_it_runs_or_has_ended_and_changes_nothing()
    {
        var promise = new Promise<int>();
        promise.TryStart();
        Assert.False(promise.Future.Cancel());
        Assert.Equal(FutureState.Running, promise.Future.State);
        promise.SetResult(3);
        Assert.False(promise.Future.Cancel());
        Assert.Equal(3, promise.Future.Result());

        var failed = new Promise<int>();
        failed.SetException(Thrown());
        Assert.False(failed.Future.Cancel());
        Assert.Equal(FutureState.Failed, failed.Future.State);
    }

    [Fact]
    public void The_producer_may_cancel_it_also_when_it_runs()
    {
        var promise = new Promise<int>();
        promise.TryStart();
        promise.SetCanceled();
        Assert.Equal(FutureState.Canceled, promise.Future.State);
    }

    [Fact]
    public void An_end_is_set_once()
    {
        var sets = new (Action<Promise<int>> Set, Func<Promise<int>, bool> Try, FutureState End)[]
        {
            (promise => promise.SetResult(1), promise => promise.TrySetResult(1), FutureState.Succeeded),
            (promise => promise.SetException(new FormatException()), promise => promise.TrySetException(new FormatException()),
                FutureState.Failed),
            (promise => promise.SetCanceled(), promise => promise.TrySetCanceled(), FutureState.Canceled),
        };
        foreach (var first in sets)
            foreach (var second in sets)
            {
                var promise = new Promise<int>();
                Assert.True(first.Try(promise));
                Assert.False(second.Try(promise));
                Assert.Contains("set it once", Assert.Throws<InvalidOperationException>(() => second.Set(promise)).Message);
                Assert.Equal(first.End, promise.Future.State);
            }
    }

    [Fact]
    public void A_result_that_comes_after_the_consumer_cancelled_is_refused()
    {
        var promise = new Promise<int>();
        promise.Future.Cancel();
        Assert.False(promise.TrySetResult(1));
        Assert.Throws<InvalidOperationException>(() => promise.SetResult(1));
        Assert.Equal(FutureState.Canceled, promise.Future.State);
    }

    [Fact]
    public void No_exception_and_no_callback_are_refused()
    {
        var promise = new Promise<int>();
        Assert.Throws<ArgumentNullException>(() => promise.SetException(null!));
        Assert.Throws<ArgumentNullException>(() => promise.TrySetException(null!));
        Assert.Throws<ArgumentNullException>(() => promise.Future.OnDone((Action<Future>)null!));
        Assert.Throws<ArgumentNullException>(() => promise.Future.OnDone((Action<Future<int>>)null!));
        Assert.Throws<ArgumentNullException>(() => promise.Future.Then((Func<int, int>)null!));
        Assert.Throws<ArgumentNullException>(() => promise.Future.Then((Func<int, Future<int>>)null!));
        Assert.Equal(FutureState.Pending, promise.Future.State);
    }

    [Fact]
    public void The_end_wakes_all_who_wait()
    {
        var promise = new Promise<int>();
        var results = new int[3];
        WorkerThread[] waiters =
        [
            .. Enumerable.Range(0, 3).Select(
                n => Patience.StartWaiter(promise, () => results[n] = promise.Future.Result(), n + 1)),
        ];
        promise.SetResult(5);
        Patience.MustEnd(waiters);
        Assert.Equal([5, 5, 5], results);
    }

    [Fact]
    public void Cancel_wakes_all_who_wait()
    {
        var promise = new Promise<int>();
        WorkerThread[] waiters =
            [.. Enumerable.Range(0, 2).Select(n => Patience.StartWaiter(promise, () => promise.Future.Result(), n + 1))];
        promise.Future.Cancel();
        foreach (var waiter in waiters) Patience.MustFail<OperationCanceledException>(waiter);
    }

    [Fact]
    public void A_waiter_is_woken_before_the_callbacks_run()
    {
        var promise = new Promise<int>();
        var waiter = Patience.StartWaiter(promise, () => promise.Future.Result());
        promise.Future.OnDone(_ => waiter.Ends()); // would fail if the waiter had to wait for this callback
        using var seen = new StrayFailuresSeen();
        promise.SetResult(1);
        Patience.MustEnd(waiter);
        Assert.DoesNotContain(seen.All, failure => failure is Xunit.Sdk.XunitException);
    }

    [Fact]
    public void An_interrupted_waiter_leaves_the_queue_and_the_future_works_on()
    {
        var promise = new Promise<int>();
        Thread? thread = null;
        var waiter = Patience.StartWaiter(promise, () => { thread = Thread.CurrentThread; promise.Future.Result(); });
        thread!.Interrupt();
        Patience.MustFail<ThreadInterruptedException>(waiter);
        Assert.Equal("Pending, 0 callbacks, 0 waiting", DebuggerText.Of(promise.Future));
        promise.SetResult(1);
        Assert.Equal(1, promise.Future.Result());
    }

    [Fact]
    public void The_debugger_shows_state_callbacks_and_waiters()
    {
        var promise = new Promise<int>();
        promise.Future.OnDone((Future _) => { });
        Assert.Equal("Pending, 1 callbacks, 0 waiting", DebuggerText.Of(promise.Future));
        promise.TryStart();
        var waiter = Patience.StartWaiter(promise, () => promise.Future.Wait());
        Assert.Equal("Running, 1 callbacks, 1 waiting", DebuggerText.Of(promise));
        promise.SetCanceled();
        Patience.MustEnd(waiter);
        Assert.Equal("Canceled, 0 callbacks, 0 waiting", DebuggerText.Of(promise));
    }

    // Producer, canceller, waiter and a late callback meet at the same moment, again and again.
    [Fact]
    public void Exactly_one_end_wins_and_everybody_sees_the_same()
    {
        for (var round = 0; round < 300; round++)
        {
            var promise = new Promise<int>();
            int wins = 0, calls = 0;
            FutureState seenByWaiter = 0, seenByCallback = 0;
            var group = new ThreadGroup();
            group.Start(
                "producer", () => { if (promise.TrySetResult(round)) Interlocked.Increment(ref wins); }, background: true);
            group.Start("canceller", () => { if (promise.Future.Cancel()) Interlocked.Increment(ref wins); }, background: true);
            group.Start("waiter", () => { promise.Future.Wait(); seenByWaiter = promise.Future.State; }, background: true);
            promise.Future.OnDone(done => { Interlocked.Increment(ref calls); seenByCallback = done.State; });
            group.End();
            Assert.Equal(1, wins);
            Assert.Equal(1, calls);
            Assert.Equal(promise.Future.State, seenByWaiter);
            Assert.Equal(promise.Future.State, seenByCallback);
            if (promise.Future.State == FutureState.Succeeded) Assert.Equal(round, promise.Future.Result());
        }
    }

    // The gap in which a careless future loses somebody is some nanoseconds wide: two threads that step together find it.
    [Fact]
    public void No_waiter_is_forgotten_when_wait_and_end_meet() => Meet((promise, round) =>
    {
        Assert.True(promise.Future.TryResult(out var result, Patience.Long), "the waiter was not woken");
        Assert.Equal(round, result);
    });

    [Fact]
    public void No_callback_is_forgotten_when_registration_and_end_meet()
    {
        var (registered, called) = (0, 0);
        Meet((promise, _) =>
        {
            Assert.Equal(registered++, called); // all of the rounds before: the barrier lies between
            promise.Future.OnDone((Future _) => called++);
        });
        Assert.Equal(registered, called);
    }

    [Fact]
    public void Who_waited_for_the_guard_looks_again_before_it_sleeps() => EndBeforeTheGuard((promise, _) =>
        Assert.True(promise.Future.Wait(Patience.Long), "fell asleep after the end"));

    [Fact]
    public void Who_waited_for_the_guard_looks_again_before_it_registers() => EndBeforeTheGuard((promise, called) =>
    {
        promise.Future.OnDone((Future _) => called.Open());
        Assert.True(called.IsOpen, "registered after the end");
    });

    // Ends a future while another thread is between its first look and the guard. That it has come so far cannot be seen from
    // outside; it gets many turns to, and an attempt in which it has not proves nothing, and fails nothing.
    private static void EndBeforeTheGuard(Action<Promise<int>, OneShotLatch> body)
    {
        const BindingFlags hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (promise, begun) = (new Promise<int>(), new OneShotLatch());
            var guard = (ILock)typeof(Future).GetField("_guard", hidden)!.GetValue(promise.Future)!;
            guard.Acquire();
            var other = WorkerThread.Start("other", () => { begun.Open(); body(promise, new OneShotLatch()); }, background: true);
            Assert.True(begun.Wait(Patience.Long));
            for (var turn = 0; turn < 100; turn++) Thread.Yield();
            typeof(Future).GetField("_state", hidden)!.SetValue(promise.Future, FutureState.Succeeded);
            guard.Release();
            Patience.MustEnd(other);
        }
    }

    // One round after another, a producer ends the promise while the consumer does something with it.
    private static void Meet(Action<Promise<int>, int> consumer)
    {
        var promise = new Promise<int>();
        var isOver = false;
        var meet = new CyclicBarrier(2); // orders all that both threads use
        var producer = WorkerThread.Start("producer", () =>
        {
            for (var round = 0; ; round++)
            {
                Assert.True(meet.SignalAndWait(Patience.Long));
                if (isOver) return;
                Thread.SpinWait(round % 7);
                promise.SetResult(round);
                Assert.True(meet.SignalAndWait(Patience.Long));
            }
        }, background: true);
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; !isOver; round++)
        {
            promise = new Promise<int>();
            isOver = Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(400);
            Assert.True(meet.SignalAndWait(Patience.Long));
            if (isOver) break;
            Thread.SpinWait(round % 11);
            consumer(promise, round);
            Assert.True(meet.SignalAndWait(Patience.Long));
        }
        Patience.MustEnd(producer);
    }
}
