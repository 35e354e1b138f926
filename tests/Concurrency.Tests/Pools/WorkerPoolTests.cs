using System.Collections.Concurrent;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class WorkerPoolTests
{
    private static void Ends(WorkerPool pool)
    {
        pool.Close();
        Assert.True(pool.Join(Patience.Long), $"{pool.Name} did not end");
    }

    // Keeps a worker busy until the latch opens, and returns when it is.
    private static OneShotLatch Occupy(WorkerPool pool, int workers = 1)
    {
        var (busy, mayEnd) = (new CountDownLatch(workers), new OneShotLatch());
        for (var i = 0; i < workers; i++) pool.Post(() => { busy.CountDown(); mayEnd.Wait(Patience.Long); });
        Assert.True(busy.Wait(Patience.Long));
        return mayEnd;
    }

    [Fact]
    public void The_default_size_is_the_number_of_cores_and_is_told()
    {
        using var pool = new WorkerPool();
        Assert.Equal(Environment.ProcessorCount, WorkerPool.DefaultSize);
        Assert.Equal(Environment.ProcessorCount, pool.Size);
        Assert.Equal("pool", pool.Name);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));
        Assert.Throws<ArgumentException>(() => new WorkerPool(1, " "));
        using var pool = new WorkerPool(1);
        Assert.Throws<ArgumentNullException>(() => pool.Post(null!));
        Assert.Throws<ArgumentNullException>(() => pool.TryPost(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Submit(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Submit<int>(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Map<int, int>(null!, x => x));
        Assert.Throws<ArgumentNullException>(() => pool.Map<int, int>([], null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Join(TimeSpan.FromMilliseconds(-2)));
    }

    [Fact]
    public void All_workers_run_jobs_at_the_same_time_each_under_its_name()
    {
        var pool = new WorkerPool(3, "kitchen");
        var meeting = new CyclicBarrier(3); // passes only if three jobs run at once
        var futures = Enumerable.Range(0, 3).Select(_ => pool.Submit(() =>
        {
            Assert.True(meeting.SignalAndWait(Patience.Long));
            return Thread.CurrentThread.Name;
        })).ToList();
        Assert.Equal(
            ["kitchen worker 1", "kitchen worker 2", "kitchen worker 3"], futures.Select(future => future.Result()).Order());
        Ends(pool);
    }

    [Fact]
    public void Two_jobs_that_wait_for_each_other_run_although_one_worker_was_asleep()
    {
        var pool = new WorkerPool(2);
        for (var round = 0; round < 300; round++)
        {
            var meeting = new CyclicBarrier(2);
            var first = pool.Submit(() => Assert.True(meeting.SignalAndWait(Patience.Long)));
            var second = pool.Submit(() => Assert.True(meeting.SignalAndWait(Patience.Long)));
            first.Join();
            second.Join();
            if (round % 30 == 0) Patience.UntilShown(Queue(pool), "0 searching, 2 asleep");
        }
        Ends(pool);
    }

    [Fact]
    public void Jobs_begin_in_the_order_in_which_they_came()
    {
        var pool = new WorkerPool(1);
        List<int> order = [];
        for (var i = 0; i < 1_000; i++)
        {
            var mine = i;
            if (i % 2 == 0) pool.Post(() => order.Add(mine)); else pool.Submit(() => order.Add(mine));
        }
        Ends(pool);
        Assert.Equal(Enumerable.Range(0, 1_000), order);
    }

    [Fact]
    public void A_result_an_exception_and_a_cancellation_end_the_future()
    {
        using var pool = new WorkerPool(1);
        var planted = new FormatException("planted");
        Assert.Equal(7, pool.Submit(() => 7).Result());
        Assert.Same(planted, Assert.Throws<FormatException>(() => pool.Submit(() => throw planted).Join()));
        Assert.Same(planted, Assert.Throws<FormatException>(() => pool.Submit(int () => throw planted).Result()));
        var cancelled = pool.Submit(() => throw new OperationCanceledException());
        cancelled.Wait();
        Assert.Equal(FutureState.Canceled, cancelled.State);
    }

    [Fact]
    public void A_job_that_throws_does_not_end_its_worker()
    {
        using var seen = new StrayFailuresSeen();
        var pool = new WorkerPool(1, "fragile");
        var worker = pool.Submit(() => Environment.CurrentManagedThreadId).Result();
        var planted = new FormatException("planted");
        pool.Post(() => throw planted);
        pool.Submit(() => throw planted);
        Assert.Equal(worker, pool.Submit(() => Environment.CurrentManagedThreadId).Result());
        Assert.Equal("a job posted to fragile", seen.WhereOf(planted)); // once: the submitted one has its future
        Ends(pool);
    }

    [Fact]
    public void A_job_that_interrupts_its_own_worker_does_not_end_it()
    {
        var pool = new WorkerPool(1);
        pool.Post(() => Thread.CurrentThread.Interrupt());
        Assert.Equal(1, pool.Submit(() => 1).Result());
        pool.Post(() => Thread.CurrentThread.Interrupt());
        Patience.UntilShown(Queue(pool), "0 searching, 1 asleep"); // it fell asleep once more after the interrupt
        Assert.Equal(2, pool.Submit(() => 2).Result());
        Ends(pool);
    }

    [Fact]
    public void A_future_is_running_while_its_job_runs_and_cannot_be_cancelled_then()
    {
        var pool = new WorkerPool(1);
        var (begun, mayEnd) = (new OneShotLatch(), new OneShotLatch());
        var future = pool.Submit(() => { begun.Open(); mayEnd.Wait(Patience.Long); return 1; });
        Assert.True(begun.Wait(Patience.Long));
        Assert.Equal(FutureState.Running, future.State);
        Assert.False(future.Cancel());
        mayEnd.Open();
        Assert.Equal(1, future.Result());
        Ends(pool);
    }

    [Fact]
    public void A_queued_job_that_is_cancelled_does_not_run()
    {
        var pool = new WorkerPool(1);
        var mayEnd = Occupy(pool);
        var runs = 0;
        var future = pool.Submit(() => runs++);
        Assert.Equal(FutureState.Pending, future.State);
        Assert.True(future.Cancel());
        mayEnd.Open();
        Ends(pool);
        Assert.Equal(0, runs);
        Assert.Equal(FutureState.Canceled, future.State);
    }

    [Fact]
    public void Map_returns_the_results_in_the_order_of_the_items()
    {
        using var pool = new WorkerPool(3);
        var items = Enumerable.Range(0, 500).ToList();
        Assert.Equal(items.Select(x => x * x), pool.Map(items, x => { if (x % 7 == 0) Thread.Yield(); return x * x; }));
        Assert.Empty(pool.Map(Array.Empty<int>(), x => x));
    }

    [Fact]
    public void Map_throws_the_first_failure_in_the_order_of_the_items_and_cancels_what_has_not_begun()
    {
        var pool = new WorkerPool(2);
        var secondHasFailed = new OneShotLatch();
        var calls = 0;
        var mayEnd = new OneShotLatch();
        var failure = Assert.Throws<FormatException>(() => pool.Map(Enumerable.Range(0, 100), x =>
        {
            Interlocked.Increment(ref calls);
            if (x == 0) { secondHasFailed.Wait(Patience.Long); throw new FormatException("first"); }
            if (x == 1) { secondHasFailed.Open(); throw new FormatException("second"); }
            mayEnd.Wait(Patience.Long); // so that at most two more have begun when the first failure is out
            return x;
        }));
        Assert.Equal("first", failure.Message);
        mayEnd.Open();
        Ends(pool);
        Assert.InRange(calls, 2, 4);
    }

    [Fact]
    public void Map_that_is_cancelled_cancels_what_has_not_begun()
    {
        var pool = new WorkerPool(1);
        var mayEnd = Occupy(pool);
        using var source = new CancellationTokenSource();
        var calls = 0;
        var mapper = WorkerThread.Start(
            "mapper", () => pool.Map([1, 2, 3], x => Interlocked.Increment(ref calls), source.Token), background: true);
        Patience.Until(() => pool.QueuedCount == 3, "all are queued");
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(mapper).CancellationToken);
        mayEnd.Open();
        Ends(pool);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void A_closed_pool_refuses_new_jobs_and_runs_what_is_queued()
    {
        var pool = new WorkerPool(2);
        var mayEnd = Occupy(pool, workers: 2);
        var ran = 0;
        for (var i = 0; i < 100; i++) pool.Post(() => Interlocked.Increment(ref ran));
        pool.Close();
        pool.Close();
        Assert.True(pool.IsClosed);
        Assert.Equal(100, pool.QueuedCount);
        foreach (var late in new Action[]
        {
            () => pool.Post(() => ran++), () => pool.Submit(() => { ran++; }), () => pool.Submit(() => ran++),
            () => pool.Map([1], _ => ran++),
        })
            Assert.Contains("is closed", Assert.Throws<InvalidOperationException>(late).Message);
        Assert.False(pool.TryPost(() => ran++));
        mayEnd.Open();
        Assert.True(pool.Join(Patience.Long));
        Assert.Equal(100, ran);
    }

    [Fact]
    public void TryPost_queues_a_job_while_the_pool_is_open()
    {
        var pool = new WorkerPool(1);
        var ran = 0;
        Assert.True(pool.TryPost(() => ran++));
        Ends(pool);
        Assert.Equal(1, ran);
    }

    [Fact]
    public void Join_before_Close_is_refused()
    {
        using var pool = new WorkerPool(1);
        Assert.Contains("call Close first", Assert.Throws<InvalidOperationException>(() => pool.Join()).Message);
        Assert.Throws<InvalidOperationException>(() => pool.Join(TimeSpan.Zero));
    }

    [Fact]
    public void Join_times_out_while_a_job_runs_and_succeeds_afterwards()
    {
        var pool = new WorkerPool(1);
        var mayEnd = Occupy(pool);
        pool.Close();
        Assert.False(pool.Join(TimeSpan.Zero));
        var short_ = TimeSpan.FromMilliseconds(20);
        Assert.False(Patience.NotEarlierThan(short_, () => pool.Join(short_)));
        mayEnd.Open();
        Assert.True(pool.Join(Patience.Long));
        pool.Join(); // and again
        pool.Join(new CancellationToken(canceled: true)); // no wait is needed
    }

    [Fact]
    public void Join_that_is_cancelled_leaves_the_workers_running()
    {
        var pool = new WorkerPool(1);
        var mayEnd = Occupy(pool);
        pool.Close();
        var cancelled = new CancellationToken(canceled: true);
        Assert.Equal(cancelled, Assert.Throws<OperationCanceledException>(() => pool.Join(cancelled)).CancellationToken);
        using var source = new CancellationTokenSource();
        var joiner = WorkerThread.Start("joiner", () => pool.Join(source.Token), background: true);
        Patience.UntilAsleep(joiner);
        source.Cancel();
        Patience.MustFail<OperationCanceledException>(joiner);
        mayEnd.Open();
        Assert.True(pool.Join(Patience.Long));
    }

    [Fact]
    public void A_worker_that_waits_for_its_own_pool_is_refused()
    {
        var pool = new WorkerPool(1, "snake");
        foreach (var wait in new Action[]
        {
            () => pool.Join(), () => pool.Join(TimeSpan.Zero), () => pool.Dispose(), () => pool.Map([1], x => x),
        })
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => pool.Submit(wait).Join());
            Assert.Contains("by a worker of snake", refusal.Message);
        }
        Assert.False(pool.IsClosed); // nothing has changed
        using var other = new WorkerPool(1);
        Assert.Equal([2], pool.Submit(() => other.Map([1], x => x + 1)).Result());
        Ends(pool);
    }

    [Fact]
    public void Dispose_waits_for_what_is_queued()
    {
        var ran = 0;
        using (var pool = new WorkerPool(2))
            for (var i = 0; i < 100; i++) pool.Post(() => Interlocked.Increment(ref ran));
        Assert.Equal(100, ran);
    }

    [Fact]
    public void Terminate_cancels_what_is_queued_and_tells_what_runs()
    {
        var pool = new WorkerPool(1);
        var begun = new OneShotLatch();
        var running = pool.Submit(() =>
        {
            begun.Open();
            Assert.True(pool.Stopping.WaitHandle.WaitOne(Patience.Long));
            pool.Stopping.ThrowIfCancellationRequested();
        });
        var ran = 0;
        var queued = pool.Submit(() => ran++);
        pool.Post(() => ran++);
        FutureState called = 0;
        queued.OnDone((Future done) => called = done.State);
        Assert.True(begun.Wait(Patience.Long));

        Assert.False(pool.Stopping.IsCancellationRequested);
        Assert.Equal(2, pool.Terminate());
        Assert.Equal(0, pool.Terminate());
        Assert.True(pool.IsClosed);
        Assert.Equal(FutureState.Canceled, called);
        Assert.True(pool.Join(Patience.Long));
        Assert.Equal(FutureState.Canceled, running.State); // it ended by the token
        Assert.Throws<OperationCanceledException>(() => queued.Result());
        Assert.Equal(0, ran);
        Assert.False(pool.TryPost(() => ran++));
    }

    [Fact]
    public void Terminate_may_be_called_by_a_worker_and_after_Close()
    {
        var pool = new WorkerPool(1);
        var mayEnd = Occupy(pool);
        var terminator = pool.Submit(() => pool.Terminate());
        var dropped = pool.Submit(() => 1);
        pool.Close();
        mayEnd.Open();
        Assert.True(pool.Join(Patience.Long));
        Assert.Equal(1, terminator.Result());
        Assert.Equal(FutureState.Canceled, dropped.State);
    }

    [Fact]
    public void Terminate_drops_all_although_somebody_throws_at_Stopping()
    {
        var pool = new WorkerPool(1);
        var mayEnd = Occupy(pool);
        using var thrower = pool.Stopping.Register(() => throw new FormatException("planted"));
        var queued = pool.Submit(() => 1);
        Assert.Throws<AggregateException>(() => pool.Terminate());
        Assert.Equal(FutureState.Canceled, queued.State);
        mayEnd.Open();
        Assert.True(pool.Join(Patience.Long));
    }

    [Fact]
    public void A_job_sees_what_was_written_before_it_was_submitted_and_the_waiter_what_the_job_wrote()
    {
        using var pool = new WorkerPool(2);
        int before = 0, after = 0;
        for (var round = 1; round <= 2_000; round++)
        {
            before = round;
            pool.Submit(() => { after = before; }).Join();
            Assert.Equal(round, after);
        }
    }

    [Fact]
    public void Every_job_runs_once_when_many_threads_submit_and_somebody_closes()
    {
        for (var round = 0; round < 20; round++)
        {
            var pool = new WorkerPool(3);
            var taken = new ConcurrentQueue<int>();
            var runs = new int[3_000];
            var group = new ThreadGroup();
            for (var n = 0; n < 3; n++)
            {
                var first = n * 1_000;
                group.Start($"submitter {n}", () =>
                {
                    for (var i = first; i < first + 1_000; i++)
                    {
                        var mine = i;
                        if (!pool.TryPost(() => Interlocked.Increment(ref runs[mine]))) return;
                        taken.Enqueue(mine);
                    }
                }, background: true);
            }
            Patience.Until(() => taken.Count > 300, "some are taken");
            pool.Close();
            group.End();
            Assert.True(pool.Join(Patience.Long));
            var expected = new int[3_000];
            foreach (var job in taken) expected[job] = 1;
            Assert.Equal(expected, runs);
        }
    }

    // What is posted while the workers are about to fall asleep is where such a pool forgets one.
    [Fact]
    public void No_job_is_forgotten_while_workers_fall_asleep()
    {
        using var pool = new WorkerPool(2);
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var done = new CountDownLatch(1 + round % 3);
            for (var i = 0; i < 1 + round % 3; i++) pool.Post(() => done.CountDown());
            Assert.True(done.Wait(Patience.Long), "a job was left behind");
            Thread.SpinWait(random.Next(4_000)); // from nothing to longer than they search
        }
    }

    [Fact]
    public void Every_future_ends_when_submitters_and_Terminate_meet()
    {
        for (var round = 0; round < 50; round++)
        {
            var pool = new WorkerPool(2);
            var futures = new ConcurrentQueue<Future>();
            var submitter = WorkerThread.Start("submitter", () =>
            {
                try { while (true) futures.Enqueue(pool.Submit(() => { })); }
                catch (InvalidOperationException) { } // closed
            }, background: true);
            Patience.Until(() => futures.Count > 20, "some are submitted");
            pool.Terminate();
            Patience.MustEnd(submitter);
            Assert.True(pool.Join(Patience.Long));
            Assert.All(futures, future => Assert.True(future.IsDone));
        }
    }

    [Fact]
    public void The_debugger_shows_size_queue_and_state()
    {
        var pool = new WorkerPool(1, "kitchen");
        var mayEnd = Occupy(pool);
        pool.Post(() => { });
        Assert.Equal("kitchen: 1 workers, 1 queued, open", DebuggerText.Of(pool));
        pool.Close();
        Assert.Equal("kitchen: 1 workers, 1 queued, closed", DebuggerText.Of(pool));
        pool.Terminate();
        Assert.Equal("kitchen: 1 workers, 0 queued, terminated", DebuggerText.Of(pool));
        mayEnd.Open();
        pool.Join();
    }

    private static object Queue(WorkerPool pool) =>
        typeof(WorkerPool).GetField("_jobs", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .GetValue(pool)!;
}
