using System.Collections.Concurrent;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class WorkStealingPoolTests
{
    private static int Fibonacci(WorkStealingPool pool, int n)
    {
        if (n < 2) return n;
        var left = pool.Fork(() => Fibonacci(pool, n - 1));
        var right = Fibonacci(pool, n - 2);
        return left.Join() + right;
    }

    private static void UntilAllRest(WorkStealingPool pool) =>
        Patience.Until(() => DebuggerText.Of(pool).Contains($"{pool.Workers} asleep"), "all workers sleep");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Run_returns_what_the_computation_gives(int workers)
    {
        using var pool = new WorkStealingPool(workers);
        Assert.Equal(6765, pool.Run(() => Fibonacci(pool, 20)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_job_is_run_once(int workers)
    {
        using var pool = new WorkStealingPool(workers);
        var runs = new int[1_000];
        pool.Run(() =>
        {
            var branches = Enumerable.Range(0, runs.Length)
                .Select(i => pool.Fork(() => { Interlocked.Increment(ref runs[i]); })).ToList();
            foreach (var branch in branches) branch.Join();
        });
        Assert.All(runs, times => Assert.Equal(1, times));
        Assert.Equal(1 + runs.Length, pool.Figures.Sum(worker => worker.Ran)); // the root, and its branches
    }

    [Fact]
    public void A_pool_of_one_worker_runs_in_the_order_of_a_plain_program_and_steals_nothing()
    {
        using var pool = new WorkStealingPool(1);
        var order = new List<string>(); // no lock: one worker
        pool.Run(() => pool.Invoke(
            () => pool.Invoke(() => order.Add("a"), () => order.Add("b")),
            () => pool.Invoke(() => order.Add("c"), () => order.Add("d"))));
        Assert.Equal(["a", "b", "c", "d"], order);
        Assert.Equal(0, pool.Figures.Sum(worker => worker.Stole));
    }

    [Fact]
    public void The_oldest_branch_is_stolen_and_the_owner_runs_the_youngest_first()
    {
        using var pool = new WorkStealingPool(2);
        using var bound = new CancellationTokenSource(Patience.Long);
        var (hasBegun, mayEnd) = (new OneShotLatch(), new OneShotLatch());
        var order = new ConcurrentQueue<string>();
        pool.Run(() =>
        {
            var oldest = pool.Fork(() =>
            {
                order.Enqueue("oldest");
                hasBegun.Open();
                mayEnd.Wait(bound.Token);
            });
            var middle = pool.Fork(() => order.Enqueue("middle"));
            var youngest = pool.Fork(() => order.Enqueue("youngest"));
            hasBegun.Wait(bound.Token); // this worker does nothing else, so the other one has stolen it
            middle.Join();               // runs the youngest on the way
            Assert.Equal(["oldest", "youngest", "middle"], order);
            mayEnd.Open();
            oldest.Join();
            youngest.Join();
        });
        Assert.Equal([0L, 1L], pool.Figures.Select(worker => worker.Stole).Order());
        Assert.Equal([1L, 3L], pool.Figures.Select(worker => worker.Ran).Order()); // the thief: that one; the owner: root and two
    }

    [Fact]
    public void A_worker_that_joins_a_stolen_branch_runs_others_meanwhile()
    {
        using var pool = new WorkStealingPool(2);
        using var bound = new CancellationTokenSource(Patience.Long);
        var (isStolen, helperRan) = (new OneShotLatch(), new OneShotLatch());
        var (joiner, helper) = (0, 0);
        pool.Run(() =>
        {
            joiner = Environment.CurrentManagedThreadId;
            var branch = pool.Fork(() =>
            {
                isStolen.Open();
                var part = pool.Fork(() =>
                {
                    helper = Environment.CurrentManagedThreadId;
                    helperRan.Open();
                });
                helperRan.Wait(bound.Token); // blocks this worker: only the one that joins can run the part
                part.Join();
            });
            isStolen.Wait(bound.Token);
            branch.Join();
        });
        Assert.NotEqual(0, helper);
        Assert.Equal(joiner, helper);
    }

    [Fact]
    public void Workers_that_find_nothing_sleep_and_are_woken_by_a_run()
    {
        using var pool = new WorkStealingPool(3);
        for (var i = 0; i < 20; i++)
        {
            UntilAllRest(pool);
            Assert.Equal(i, pool.Run(() => i));
        }
    }

    [Fact]
    public void A_fork_wakes_a_sleeping_worker()
    {
        using var pool = new WorkStealingPool(2);
        using var bound = new CancellationTokenSource(Patience.Long);
        for (var i = 0; i < 20; i++)
        {
            pool.Run(() =>
            {
                Patience.Until(() => DebuggerText.Of(pool).Contains(" 1 asleep"), "the other sleeps");
                var begun = new OneShotLatch();
                pool.Fork(begun.Open);
                begun.Wait(bound.Token); // this worker does not run it
            });
        }
    }

    [Fact]
    public void A_joiner_that_sleeps_is_woken_by_the_end_of_its_branch()
    {
        using var pool = new WorkStealingPool(2);
        using var bound = new CancellationTokenSource(Patience.Long);
        for (var i = 0; i < 20; i++)
        {
            pool.Run(() =>
            {
                var stolen = new OneShotLatch();
                var branch = pool.Fork(() =>
                {
                    stolen.Open();
                    Patience.Until(() => DebuggerText.Of(pool).Contains(" 1 asleep"), "the joiner sleeps");
                });
                stolen.Wait(bound.Token);
                branch.Join();
            });
        }
    }

    [Fact]
    public void Many_callers_from_outside_get_each_their_own_result()
    {
        using var pool = new WorkStealingPool(2);
        var callers = new ThreadGroup();
        for (var t = 0; t < 6; t++)
        {
            var n = 8 + t;
            var expected = new[] { 21, 34, 55, 89, 144, 233 }[t];
            callers.Start($"caller {t}", () =>
            {
                for (var i = 0; i < 50; i++) Assert.Equal(expected, pool.Run(() => Fibonacci(pool, n)));
            }, background: true);
        }
        callers.End();
    }

    [Fact]
    public void A_run_inside_the_pool_runs_on_the_same_worker_at_once()
    {
        using var pool = new WorkStealingPool(1);
        Assert.True(pool.Run(() => pool.Run(() => pool.IsWorker)));
        Assert.False(pool.IsWorker);
    }

    [Fact]
    public void What_one_branch_throws_the_joiner_gets_as_it_was_thrown()
    {
        using var pool = new WorkStealingPool(2);
        var failure = new InvalidDataException("bad");
        var seen = Assert.Throws<InvalidDataException>(() => pool.Run(() => pool.Fork<int>(() => throw failure).Join()));
        Assert.Same(failure, seen);
        Assert.Contains(nameof(What_one_branch_throws_the_joiner_gets_as_it_was_thrown), seen.StackTrace);
        Assert.Equal(1, pool.Run(() => 1)); // and the pool lives on
    }

    [Fact]
    public void A_joiner_may_catch_what_its_branch_threw_and_join_again()
    {
        using var pool = new WorkStealingPool(2);
        pool.Run(() =>
        {
            var branch = pool.Fork(() => throw new InvalidDataException());
            Assert.Throws<InvalidDataException>(branch.Join);
            Assert.Throws<InvalidDataException>(branch.Join);
            var other = pool.Fork(() => 3);
            Assert.Equal(3, other.Join());
            Assert.Equal(3, other.Join());
        });
    }

    [Fact]
    public void A_job_ends_after_the_branches_that_it_did_not_join()
    {
        using var pool = new WorkStealingPool(3);
        for (var round = 0; round < 50; round++)
        {
            var ended = 0;
            pool.Run(() =>
            {
                for (var i = 0; i < 10; i++)
                    pool.Fork(() =>
                    {
                        pool.Fork(() => { Interlocked.Increment(ref ended); });
                        Interlocked.Increment(ref ended);
                    });
            });
            Assert.Equal(20, ended);
        }
    }

    [Fact]
    public void What_a_branch_that_nobody_joined_threw_comes_out_of_run()
    {
        using var pool = new WorkStealingPool(2);
        Assert.Throws<InvalidDataException>(() => pool.Run(() => { pool.Fork(() => throw new InvalidDataException()); }));
    }

    [Fact]
    public void When_the_first_half_fails_the_second_does_not_begin_and_the_first_failure_is_thrown()
    {
        using var pool = new WorkStealingPool(1); // nobody can have stolen it
        var began = false;
        Assert.Throws<InvalidDataException>(() => pool.Run(() =>
            pool.Invoke(() => throw new InvalidDataException(), () => began = true)));
        Assert.False(began);
    }

    [Fact]
    public void When_the_first_half_fails_while_the_second_runs_invoke_waits_for_it()
    {
        using var pool = new WorkStealingPool(2);
        using var bound = new CancellationTokenSource(Patience.Long);
        var (stolen, failing) = (new OneShotLatch(), new OneShotLatch());
        var ended = false;
        Assert.Throws<InvalidDataException>(() => pool.Run(() => pool.Invoke(
            () =>
            {
                stolen.Wait(bound.Token);
                failing.Open();
                throw new InvalidDataException();
            },
            () =>
            {
                stolen.Open();
                failing.Wait(bound.Token);
                ended = true;
                throw new NotSupportedException("dropped: the first failure counts");
            })));
        Assert.True(ended);
    }

    [Fact]
    public void When_only_the_second_half_fails_invoke_throws_that()
    {
        using var pool = new WorkStealingPool(2);
        var firstRan = false;
        Assert.Throws<InvalidDataException>(() => pool.Run(() =>
            pool.Invoke(() => firstRan = true, () => throw new InvalidDataException())));
        Assert.True(firstRan);
    }

    [Fact]
    public void A_failing_job_withdraws_the_branches_that_have_not_begun()
    {
        using var pool = new WorkStealingPool(1);
        var began = 0;
        Assert.Throws<InvalidDataException>(() => pool.Run(() =>
        {
            for (var i = 0; i < 5; i++) pool.Fork(() => { began++; });
            throw new InvalidDataException();
        }));
        Assert.Equal(0, began);
    }

    [Fact]
    public void Invoke_allocates_nothing_once_it_is_warm()
    {
        using var pool = new WorkStealingPool(1);
        static void Spread((WorkStealingPool Pool, int Depth) at)
        {
            if (at.Depth > 0) at.Pool.Invoke(Spread, (at.Pool, at.Depth - 1), (at.Pool, at.Depth - 1));
        }
        pool.Run(() =>
        {
            Spread((pool, 12));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Spread((pool, 12));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });
    }

    [Fact]
    public void A_run_that_is_cancelled_already_does_not_run()
    {
        using var pool = new WorkStealingPool(1);
        var ran = false;
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Run(() => { ran = true; }, cancelled));
        Assert.False(ran);
    }

    [Fact]
    public void A_run_that_is_cancelled_before_a_worker_takes_it_up_returns_at_once_and_never_runs()
    {
        using var pool = new WorkStealingPool(1);
        using var cancel = new CancellationTokenSource();
        var (busy, free) = (new OneShotLatch(), new OneShotLatch());
        var blocker = WorkerThread.Start("blocker", () => pool.Run(() =>
        {
            busy.Open();
            free.Wait();
        }), background: true);
        Assert.True(busy.Wait(Patience.Long));
        var ran = false;
        var caller = WorkerThread.Start("caller", () => pool.Run(() => { ran = true; }, cancel.Token), background: true);
        Patience.UntilShown(pool, "1 in the inbox");
        cancel.Cancel();
        Patience.MustFail<OperationCanceledException>(caller);
        free.Open();
        Patience.MustEnd(blocker);
        pool.Dispose();
        Assert.False(ran);
    }

    [Fact]
    public void A_run_that_is_cancelled_while_it_runs_returns_when_the_last_of_its_jobs_has_ended()
    {
        using var pool = new WorkStealingPool(2);
        using var cancel = new CancellationTokenSource();
        using var bound = new CancellationTokenSource(Patience.Long);
        var (begun, forked, cancelled, mayEnd) =
            (new OneShotLatch(), new OneShotLatch(), new OneShotLatch(), new OneShotLatch());
        var (slowEnded, lateBegan, forkRefused) = (false, false, false);
        var caller = WorkerThread.Start("caller", () => pool.Run(() =>
        {
            var slow = pool.Fork(() =>
            {
                begun.Open();
                mayEnd.Wait(bound.Token);
                slowEnded = true;
            });
            begun.Wait(bound.Token);
            var late = pool.Fork(() => { lateBegan = true; }); // the other worker is busy, and this one waits
            forked.Open();
            cancelled.Wait(bound.Token);
            try { pool.Fork(() => 1); }
            catch (OperationCanceledException) { forkRefused = true; }
            Assert.ThrowsAny<OperationCanceledException>(late.Join);
            mayEnd.Open();
            slow.Join();
            cancel.Token.ThrowIfCancellationRequested();
        }, cancel.Token), background: true);
        Assert.True(forked.Wait(Patience.Long));
        cancel.Cancel();
        cancelled.Open();
        Patience.MustFail<OperationCanceledException>(caller);
        Assert.True(slowEnded);
        Assert.False(lateBegan);
        Assert.True(forkRefused);
    }

    [Fact]
    public void A_cancel_that_comes_after_the_last_fork_undoes_nothing()
    {
        using var pool = new WorkStealingPool(1);
        using var cancel = new CancellationTokenSource();
        Assert.Equal(5, pool.Run(() =>
        {
            cancel.Cancel();
            return 5;
        }, cancel.Token));
    }

    [Fact]
    public void A_caller_that_is_interrupted_while_its_computation_runs_waits_for_its_end_and_keeps_the_interrupt()
    {
        using var pool = new WorkStealingPool(1);
        var (begun, mayEnd) = (new OneShotLatch(), new OneShotLatch());
        var kept = false;
        Thread? thread = null;
        var caller = WorkerThread.Start("caller", () =>
        {
            thread = Thread.CurrentThread;
            pool.Run(() =>
            {
                begun.Open();
                mayEnd.Wait();
            });
            try { new OneShotLatch().Wait(Patience.Long); }
            catch (ThreadInterruptedException) { kept = true; }
        }, background: true);
        Assert.True(begun.Wait(Patience.Long));
        Patience.UntilAsleep(caller);
        thread!.Interrupt();
        Patience.UntilAsleep(caller);
        Assert.False(caller.Join(TimeSpan.Zero));
        mayEnd.Open();
        Patience.MustEnd(caller);
        Assert.True(kept);
    }

    [Fact]
    public void A_worker_that_is_interrupted_in_a_join_gets_the_interrupt_at_its_next_wait()
    {
        using var pool = new WorkStealingPool(2);
        using var bound = new CancellationTokenSource(Patience.Long);
        pool.Run(() =>
        {
            var joiner = Thread.CurrentThread;
            var stolen = new OneShotLatch();
            var branch = pool.Fork(() =>
            {
                stolen.Open();
                Patience.Until(() => DebuggerText.Of(pool).Contains(" 1 asleep"), "the joiner sleeps");
                joiner.Interrupt();
                return 4;
            });
            while (!stolen.IsOpen) Thread.SpinWait(10); // a wait would be what the interrupt is for
            Assert.Equal(4, branch.Join());
            Assert.Throws<ThreadInterruptedException>(() => new OneShotLatch().Wait(bound.Token));
        });
        Assert.Equal(6765, pool.Run(() => Fibonacci(pool, 20)));
    }

    [Fact]
    public void Forking_outside_the_pool_is_refused()
    {
        using var pool = new WorkStealingPool(1);
        using var other = new WorkStealingPool(1);
        Assert.Throws<InvalidOperationException>(() => pool.Fork(() => 1));
        Assert.Throws<InvalidOperationException>(() => pool.Fork(() => { }));
        Assert.Throws<InvalidOperationException>(() => pool.Invoke(() => { }, () => { }));
        other.Run(() => Assert.Throws<InvalidOperationException>(() => pool.Fork(() => 1)));
    }

    [Fact]
    public void Joining_what_another_job_forked_is_refused()
    {
        using var pool = new WorkStealingPool(1);
        var leaked = pool.Run(() =>
        {
            var branch = pool.Fork(() => 1);
            var sibling = pool.Fork(() => branch.Join());
            Assert.Throws<InvalidOperationException>(() => sibling.Join());
            Assert.Equal(1, branch.Join());
            return branch;
        });
        Assert.Throws<InvalidOperationException>(() => leaked.Join());
    }

    [Fact]
    public void Dispose_lets_what_was_accepted_end_and_refuses_the_rest()
    {
        var pool = new WorkStealingPool(1);
        var (busy, free) = (new OneShotLatch(), new OneShotLatch());
        var first = WorkerThread.Start("first", () => pool.Run(() =>
        {
            busy.Open();
            free.Wait();
        }), background: true);
        Assert.True(busy.Wait(Patience.Long));
        var second = 0;
        var queued = WorkerThread.Start("second", () => second = pool.Run(() => Fibonacci(pool, 10)), background: true);
        Patience.UntilShown(pool, "1 in the inbox");
        var disposer = WorkerThread.Start("disposer", pool.Dispose, background: true);
        Patience.Until(() =>
        {
            try { pool.Run(() => { }, new CancellationTokenSource(TimeSpan.FromMilliseconds(1)).Token); }
            catch (ObjectDisposedException) { return true; }
            catch (OperationCanceledException) { }
            return false;
        }, "the pool refuses");
        Assert.False(disposer.Join(TimeSpan.Zero));
        free.Open();
        Patience.MustEnd(first, queued, disposer);
        Assert.Equal(55, second);
        Assert.Throws<ObjectDisposedException>(() => pool.Run(() => { }));
        pool.Dispose();
    }

    [Fact]
    public void Dispose_joins_the_workers()
    {
        var threads = new ConcurrentDictionary<int, Thread>();
        var pool = new WorkStealingPool(3, "stealer");
        using var bound = new CancellationTokenSource(Patience.Long);
        var allThere = new CyclicBarrier(3);
        void Meet()
        {
            threads[Environment.CurrentManagedThreadId] = Thread.CurrentThread;
            allThere.SignalAndWait(bound.Token);
        }
        pool.Run(() => pool.Invoke(Meet, () => pool.Invoke(Meet, Meet)));
        pool.Dispose();
        Assert.All(threads.Values, thread => Assert.False(thread.IsAlive));
        Assert.Equal(["stealer 1", "stealer 2", "stealer 3"], threads.Values.Select(thread => thread.Name).Order());
        Assert.Equal(["stealer 1", "stealer 2", "stealer 3"], pool.Figures.Select(worker => worker.Worker));
    }

    [Fact]
    public void Dispose_by_a_worker_is_refused_and_changes_nothing()
    {
        using var pool = new WorkStealingPool(1);
        pool.Run(() => Assert.Throws<InvalidOperationException>(pool.Dispose));
        Assert.Equal(1, pool.Run(() => 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Another_number_of_workers_is_refused(int workers) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkStealingPool(workers));

    [Fact]
    public void Null_and_an_empty_name_are_refused()
    {
        using var pool = new WorkStealingPool();
        Assert.Equal(Environment.ProcessorCount, pool.Workers);
        Assert.Throws<ArgumentException>(() => new WorkStealingPool(1, " "));
        Assert.Throws<ArgumentNullException>(() => pool.Run(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Run<int>(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Fork(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Fork<int>(null!));
        Assert.Throws<ArgumentNullException>(() => pool.Invoke(null!, () => { }));
        Assert.Throws<ArgumentNullException>(() => pool.Invoke(() => { }, null!));
        Assert.Throws<ArgumentNullException>(() => pool.Invoke<int>(null!, 1, 2));
    }

    // Uneven trees, forks without joins and failures, over more workers than cores: ends, and nothing is run twice.
    [Fact]
    public void Uneven_trees_are_run_once_each_whatever_is_stolen()
    {
        using var pool = new WorkStealingPool(4);
        var leaves = 0;
        void Grow(int size)
        {
            if (size <= 1) { Interlocked.Add(ref leaves, size); return; }
            var small = Math.Max(1, size / 7);
            if (size % 3 == 0) pool.Invoke(() => Grow(small), () => Grow(size - small));
            else
            {
                var branch = pool.Fork(() => Grow(size - small));
                if (size % 3 == 1) Grow(small);
                else pool.Fork(() => Grow(small));
                if (size % 2 == 0) branch.Join();
            }
        }
        for (var round = 0; round < 20; round++)
        {
            leaves = 0;
            pool.Run(() => Grow(2_000));
            Assert.Equal(2_000, leaves);
        }
    }

    [Fact]
    public void A_debugger_shows_workers_sleepers_and_the_inbox()
    {
        using var pool = new WorkStealingPool(2);
        Patience.UntilShown(pool, "2 workers, 2 asleep, 0 in the inbox");
    }

    [Fact]
    public void A_debugger_shows_how_far_a_branch_is()
    {
        using var pool = new WorkStealingPool(1);
        pool.Run(() =>
        {
            var (good, bad) = (pool.Fork(() => 1), pool.Fork(() => throw new InvalidDataException()));
            Assert.Equal("not ended", DebuggerText.Of(good));
            good.Join();
            Assert.Throws<InvalidDataException>(bad.Join);
            Assert.Equal("ended", DebuggerText.Of(good));
            Assert.Equal("failed, InvalidDataException", DebuggerText.Of(bad));
        });
    }
}
