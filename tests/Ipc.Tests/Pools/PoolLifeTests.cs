using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Pools;
using Workbook.Ipc.Processes;
using static Workbook.Ipc.Tests.Pools.PoolFixture;

namespace Workbook.Ipc.Tests.Pools;

/// <summary>How pools and workers begin, end and die.</summary>
public sealed class PoolLifeTests : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("workbook-pool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string NewPath() => Path.Combine(_directory, $"{Guid.NewGuid():N}");

    [Fact]
    public void A_closed_pool_refuses_jobs_and_runs_what_it_has()
    {
        using var pool = new ProcessPool(1);
        Assert.Throws<InvalidOperationException>(() => pool.Join());
        var jobs = Enumerable.Range(0, 100).Select(i => pool.ApplyAsync(PoolJobs.Square, i)).ToList();
        pool.Close();
        pool.Close();
        Assert.True(pool.IsClosed);
        Assert.Contains("closed", Assert.Throws<InvalidOperationException>(() => pool.Apply(PoolJobs.Nothing)).Message);
        Assert.Throws<InvalidOperationException>(() => pool.Map(PoolJobs.Square, [1]));
        Assert.Throws<InvalidOperationException>(() => pool.IMap(PoolJobs.Square, [1]).First());
        Assert.True(pool.Join(_bound));
        Assert.Equal(Enumerable.Range(0, 100).Select(PoolJobs.Square), jobs.Select(job => job.Result()));
        Assert.True(pool.Join(TimeSpan.Zero));
        Assert.Empty(pool.ProcessIds);
    }

    [Fact]
    public void Join_that_is_cancelled_or_too_short_leaves_the_workers_at_work()
    {
        using var pool = new ProcessPool(1);
        var go = NewPath();
        var job = pool.ApplyAsync(PoolJobs.WaitFor, go);
        pool.Close();
        Assert.False(pool.Join(TimeSpan.FromMilliseconds(1)));
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Join(new CancellationToken(canceled: true)));
        File.WriteAllText(go, "");
        Assert.True(pool.Join(_bound));
        Assert.NotEqual(0, job.Result());
    }

    [Fact]
    public void Terminate_cancels_10_000_waiting_jobs_and_those_that_run()
    {
        using var pool = new ProcessPool(2);
        var started = NewPath();
        var running = pool.ApplyAsync(PoolJobs.Sleep, started);
        Until(() => File.Exists(started), "it runs");
        var other = pool.ApplyAsync(PoolJobs.Sleep, NewPath());
        var waiting = Enumerable.Range(0, 10_000).Select(i => pool.ApplyAsync(PoolJobs.Square, i)).ToList();
        var workers = pool.ProcessIds;
        pool.Terminate();
        Assert.All(waiting, job => Assert.Equal(FutureState.Canceled, job.State)); // when it returns, not later
        Assert.Equal(FutureState.Canceled, running.State);
        Assert.Equal(FutureState.Canceled, other.State);
        Assert.True(pool.Join(_bound));
        Assert.DoesNotContain(workers, Runs);
        Assert.Throws<InvalidOperationException>(() => pool.Apply(PoolJobs.Nothing));
    }

    [Fact]
    public void Leaving_the_scope_terminates()
    {
        ProcessPool pool;
        IReadOnlyList<int> workers;
        Future<int> job;
        using (pool = new ProcessPool(2))
        {
            pool.Apply(PoolJobs.Nothing);
            workers = pool.ProcessIds;
            job = pool.ApplyAsync(PoolJobs.WaitFor, NewPath());
        }
        Assert.Equal(FutureState.Canceled, job.State);
        Assert.DoesNotContain(workers, Runs);
        Assert.Throws<InvalidOperationException>(() => pool.Apply(PoolJobs.Nothing));
        pool.Dispose();
    }

    [Fact]
    public void A_pool_that_is_left_at_once_leaves_nothing()
    {
        var pool = new ProcessPool(2);
        pool.Dispose();
        Assert.Empty(pool.ProcessIds);
        Assert.True(pool.Join(TimeSpan.Zero));
    }

    [Fact]
    public void Each_worker_is_initialised_before_its_first_job()
    {
        using var pool = new ProcessPool(2, new PoolOptions { Initializer = PoolInitializer.Of(PoolJobs.Set, "ready") });
        Assert.All(Enumerable.Range(0, 20).Select(_ => pool.ApplyAsync(PoolJobs.Setting)).ToList(), job =>
            Assert.Equal("ready", job.Result()));
        Assert.Throws<WorkerDiedException>(() => pool.Apply(PoolJobs.Kill));
        Assert.Throws<WorkerDiedException>(() => pool.Apply(PoolJobs.Kill));
        Assert.Equal("ready", pool.Apply(PoolJobs.Setting)); // the successors too
    }

    [Fact]
    public void A_failing_initialiser_fails_what_waits_and_closes_the_pool()
    {
        using var pool = new ProcessPool(2, new PoolOptions { Initializer = PoolInitializer.Of(PoolJobs.FailToStart) });
        var failure = Assert.Throws<BrokenPoolException>(() => pool.Apply(PoolJobs.Nothing));
        Assert.Equal("pool has closed: its initialiser has failed (no configuration). Mend that, and make another pool.",
            failure.Message);
        Assert.True(Assert.IsType<RemoteException>(failure.InnerException).Is<InvalidDataException>());
        Until(() => pool.IsClosed, "it is closed");
        Assert.Equal(failure.Message, Assert.Throws<BrokenPoolException>(() => pool.ApplyAsync(PoolJobs.Nothing)).Message);
        Assert.True(pool.Join(_bound));
        var unserialisable = new PoolOptions { Initializer = PoolInitializer.Of<Action>(action => action(), PoolJobs.Nothing) };
        Assert.Throws<NotSupportedException>(() => new ProcessPool(1, unserialisable));
    }

    [Fact]
    public void Workers_that_die_before_their_first_job_are_not_replaced_for_ever()
    {
        using var pool = new ProcessPool(1, new PoolOptions { Initializer = PoolInitializer.Of(PoolJobs.DieAtOnce) });
        var job = pool.ApplyAsync(PoolJobs.Nothing);
        Assert.True(job.Wait(_bound));
        var died = Assert.IsType<ChildDiedException>(Assert.IsType<BrokenPoolException>(job.Failure).InnerException);
        Assert.Equal(9, died.Status.Signal);
        Assert.True(pool.Join(_bound));
    }

    [Fact]
    public void Workers_that_are_killed_while_they_start_are_replaced()
    {
        using var pool = new ProcessPool(3);
        var job = pool.ApplyAsync(PoolJobs.Id);
        var killed = new Dictionary<int, int>(); // the first of each slot, by its number
        while (killed.Count < 3)
        {
            lock (Private(pool, "_monitor"))
            {
                foreach (var worker in (List<PoolWorker>)Private(pool, "_workers"))
                {
                    if (killed.TryAdd(worker.Slot, worker.Child.Id)) worker.Child.Kill();
                }
            }
            Thread.Yield();
        }
        Assert.True(job.Wait(_bound));
        Until(() => pool.ProcessIds.Count == 3, "all are replaced");
        Assert.Empty(pool.ProcessIds.Intersect(killed.Values));
    }

    [Fact]
    public void A_worker_goes_home_after_its_number_of_tasks_also_when_the_pool_is_closing()
    {
        var events = new List<PoolEvent>();
        var options = new PoolOptions { TasksPerWorker = 2, Progress = each => { lock (events) events.Add(each); } };
        using var pool = new ProcessPool(1, options);
        var jobs = Enumerable.Range(0, 5).Select(_ => pool.ApplyAsync(PoolJobs.Id)).ToList();
        MustEnd(pool);
        var workers = jobs.Select(job => job.Result()).ToList();
        Assert.Equal(3, workers.Distinct().Count());
        Assert.Equal(workers[0], workers[1]);
        Assert.Equal(workers[2], workers[3]);
        Assert.Equal(3, events.Count(each => each.Kind == PoolEventKind.WorkerEnded));
        Assert.DoesNotContain(events, each => each.Kind == PoolEventKind.WorkerDied);
    }

    [Fact]
    public void A_worker_that_is_killed_in_a_job_fails_it_and_is_replaced()
    {
        using var pool = new ProcessPool(2);
        var started = NewPath();
        var job = pool.ApplyAsync(PoolJobs.Sleep, started);
        Until(() => File.Exists(started) && pool.ProcessIds.Count == 2, "it runs");
        var other = pool.Apply(PoolJobs.Id);
        var victim = pool.ProcessIds.Single(pid => pid != other);
        Process.GetProcessById(victim).Kill();
        Assert.True(job.Wait(_bound));
        var died = Assert.IsType<WorkerDiedException>(job.Failure);
        Assert.Equal((victim, 9), (died.ProcessId, died.Status.Signal));
        Assert.Contains($"process {victim}", died.Message);
        Until(() => pool.ProcessIds.Count == 2, "it is replaced");
        Assert.DoesNotContain(victim, pool.ProcessIds);
        Assert.Equal(4, pool.Apply(PoolJobs.Square, 2));
    }

    [Fact]
    public void A_job_that_ends_its_process_is_told_how()
    {
        using var pool = new ProcessPool(1);
        Assert.Equal(3, Assert.Throws<WorkerDiedException>(() => pool.Apply(PoolJobs.ExitWith, 3)).Status.Code);
        Assert.Equal(0, Assert.Throws<WorkerDiedException>(() => pool.Apply(PoolJobs.ExitWith, 0)).Status.Code);
        Assert.Throws<WorkerDiedException>(() => pool.Map(PoolJobs.ExitWith, [1, 2], chunk: 2));
        Assert.Equal(4, pool.Apply(PoolJobs.Square, 2));
    }

    [Fact]
    public void An_idle_worker_that_is_killed_is_replaced()
    {
        using var pool = new ProcessPool(1);
        var victim = pool.Apply(PoolJobs.Id);
        Process.GetProcessById(victim).Kill();
        Until(() => pool.ProcessIds is [var pid] && pid != victim, "there is another one");
        Assert.NotEqual(victim, pool.Apply(PoolJobs.Id));
    }

    [Fact]
    public void A_job_is_begun_again_as_often_as_asked()
    {
        var path = NewPath();
        using var pool = new ProcessPool(1, new PoolOptions { Retries = 1 });
        Assert.Equal(2, pool.Apply(PoolJobs.DieOnce, path));
        Assert.Throws<WorkerDiedException>(() => pool.Apply(PoolJobs.Kill));
        Assert.Equal(4, pool.Apply(PoolJobs.Square, 2));
    }

    [Fact]
    public void Jobs_that_were_only_sent_ahead_to_a_worker_that_dies_run_once_elsewhere()
    {
        using var pool = new ProcessPool(1); // no retries
        // jobs are short
        foreach (var job in Enumerable.Range(0, 500).Select(i => pool.ApplyAsync(PoolJobs.Square, i)).ToList()) job.Join();
        var before = Enumerable.Range(0, 20).Select(i => pool.ApplyAsync(PoolJobs.Mark, _directory, i)).ToList();
        var bad = pool.ApplyAsync(PoolJobs.Kill);
        var after = Enumerable.Range(20, 20).Select(i => pool.ApplyAsync(PoolJobs.Mark, _directory, i)).ToList();
        Assert.True(bad.Wait(_bound));
        Assert.IsType<WorkerDiedException>(bad.Failure);
        Assert.Equal(Enumerable.Range(0, 40), before.Concat(after).Select(job => job.Result()));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal("x", File.ReadAllText(Path.Combine(_directory, $"{i}"))));
    }

    [Fact]
    public void Killing_workers_all_the_time_loses_no_job_and_runs_none_twice()
    {
        using var pool = new ProcessPool(2);
        pool.Apply(PoolJobs.Nothing);
        for (var round = 0; round < 3; round++)
        {
            var directory = Directory.CreateDirectory(NewPath()).FullName;
            var jobs = Enumerable.Range(0, 400).Select(i => pool.ApplyAsync(PoolJobs.Mark, directory, i)).ToList();
            Until(() => pool.ProcessIds.Count > 0 && Directory.GetFiles(directory).Length > 50 * round, "they are at work");
            foreach (var victim in pool.ProcessIds)
            {
                try { Process.GetProcessById(victim).Kill(); }
                catch (ArgumentException) { } // the one of the round before, seen a moment too late
            }
            Assert.All(jobs, job => Assert.True(job.Wait(_bound)));
            for (var i = 0; i < jobs.Count; i++)
            {
                var path = Path.Combine(directory, $"{i}");
                if (jobs[i].State == FutureState.Succeeded) Assert.Equal("x", File.ReadAllText(path));
                else Assert.True(jobs[i].Failure is WorkerDiedException
                    && (!File.Exists(path) || new FileInfo(path).Length <= 1));
            }
            Assert.InRange(jobs.Count(job => job.State == FutureState.Failed), 0, 2); // what each of the two was at work on
        }
    }

    [Fact]
    public void A_job_that_is_cancelled_may_cost_its_worker_the_life()
    {
        using var pool = new ProcessPool(1);
        using var source = new CancellationTokenSource();
        var worker = pool.Apply(PoolJobs.Id);
        var started = NewPath();
        var options = new JobOptions { Cancel = source.Token, KillWhenCancelled = true };
        var job = pool.ApplyAsync(PoolJobs.Sleep, started, options: options);
        Until(() => File.Exists(started), "it runs");
        source.Cancel();
        Assert.True(job.Wait(_bound));
        Assert.Equal(FutureState.Canceled, job.State);
        Assert.NotEqual(worker, pool.Apply(PoolJobs.Id));
    }

    [Fact]
    public void A_job_that_was_cancelled_is_not_begun_again_when_its_worker_dies()
    {
        using var pool = new ProcessPool(1, new PoolOptions { Retries = 1 });
        using var source = new CancellationTokenSource();
        var started = NewPath();
        var job = pool.ApplyAsync(PoolJobs.Sleep, started, options: new JobOptions { Cancel = source.Token });
        Until(() => File.Exists(started), "it runs");
        source.Cancel(); // it does not listen
        Process.GetProcessById(pool.ProcessIds[0]).Kill();
        Assert.True(job.Wait(_bound));
        Assert.IsType<WorkerDiedException>(job.Failure);
    }

    [Fact]
    public void Killing_a_job_hits_no_other()
    {
        using var pool = new ProcessPool(1);
        // jobs are short, and are sent ahead
        foreach (var job in Enumerable.Range(0, 500).Select(i => pool.ApplyAsync(PoolJobs.Square, i)).ToList()) job.Join();
        for (var round = 0; round < 5; round++)
        {
            using var source = new CancellationTokenSource();
            var directory = Directory.CreateDirectory(NewPath()).FullName;
            var options = new JobOptions { Cancel = source.Token, KillWhenCancelled = true };
            var victim = pool.ApplyAsync(PoolJobs.Square, 5, options: options);
            var after = Enumerable.Range(0, 20).Select(i => pool.ApplyAsync(PoolJobs.Mark, directory, i)).ToList();
            source.Cancel(); // waits, runs, or has run
            Assert.Equal(Enumerable.Range(0, 20), after.Select(job => job.Result()));
            Assert.True(victim.State is FutureState.Canceled or FutureState.Succeeded);
            Assert.All(Directory.GetFiles(directory), path => Assert.Equal("x", File.ReadAllText(path)));
        }
    }

    [Fact]
    public void A_worker_that_is_killed_in_the_middle_of_a_result_fails_its_job()
    {
        using var pool = new ProcessPool(1);
        var (blocked, go) = (new OneShotLatch(), new OneShotLatch());
        pool.ApplyAsync(PoolJobs.Nothing, onDone: () => { blocked.Open(); go.Wait(); }); // who receives results waits
        Assert.True(blocked.Wait(_bound));
        var large = pool.ApplyAsync(PoolJobs.Zeros, 10_000_000); // more than the ring holds
        var worker = Assert.Single((List<PoolWorker>)Private(pool, "_workers"));
        Until(() => worker.Channel.Results.Room == 0, "half of it is written");
        worker.Child.Kill();
        go.Open();
        Assert.True(large.Wait(_bound));
        Assert.IsType<WorkerDiedException>(large.Failure);
        Assert.NotEqual(worker.Child.Id, pool.Apply(PoolJobs.Id));
    }

    [Fact]
    public void A_large_argument_of_a_worker_that_dies_meanwhile_hangs_nobody()
    {
        using var pool = new ProcessPool(1);
        pool.Apply(PoolJobs.Nothing);
        var worker = pool.ProcessIds[0];
        var job = pool.ApplyAsync(PoolJobs.Reverse, new byte[10_000_000]);
        Process.GetProcessById(worker).Kill();
        Assert.True(job.Wait(_bound)); // with the one, if it was not begun there, or WorkerDied
        Assert.True(job.Failure is null or WorkerDiedException);
        Assert.Equal(4, pool.Apply(PoolJobs.Square, 2));
    }

    [Fact]
    public void Progress_tells_what_happened_in_order_for_each_worker()
    {
        var events = new List<PoolEvent>();
        using var pool = new ProcessPool(2, new PoolOptions { Progress = each => { lock (events) events.Add(each); } });
        var jobs = Enumerable.Range(0, 10).Select(i => pool.ApplyAsync(PoolJobs.Square, i)).ToList();
        foreach (var job in jobs) job.Join();
        Assert.Throws<WorkerDiedException>(() => pool.Apply(PoolJobs.Kill)); // job 11
        MustEnd(pool);

        Assert.Equal(Enumerable.Range(1, 11).Select(i => (long)i),
            events.Where(each => each.Kind == PoolEventKind.JobStarted).Select(each => each.Job).Order());
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i),
            events.Where(each => each.Kind == PoolEventKind.JobDone).Select(each => each.Job).Order());
        var died = Assert.Single(events, each => each.Kind == PoolEventKind.WorkerDied);
        Assert.Equal(9, died.Exit!.Value.Signal);
        foreach (var ofOne in events.GroupBy(each => each.ProcessId).Where(group => group.Key != died.ProcessId))
        {
            var kinds = ofOne.Select(each => each.Kind).ToList();
            Assert.Equal(PoolEventKind.WorkerStarted, kinds[0]);
            Assert.Equal(PoolEventKind.WorkerEnded, kinds[^1]);
            Assert.All(Enumerable.Range(0, (kinds.Count - 2) / 2), i =>
                Assert.Equal((PoolEventKind.JobStarted, PoolEventKind.JobDone), (kinds[1 + 2 * i], kinds[2 + 2 * i])));
        }
    }

    [Fact]
    public void Workers_are_gone_when_their_parent_is_killed()
    {
        var path = NewPath();
        using var parent = ChildProcess.Start(PoolJobs.KeepPool, path);
        Until(() => File.Exists(path), "the pool is there");
        var workers = File.ReadAllText(path).Split(' ').Select(int.Parse).ToList();
        Assert.Equal(2, workers.Count);
        Assert.All(workers, pid => Assert.True(Runs(pid)));
        parent.Kill();
        parent.Join();
        Until(() => !workers.Any(Runs), "the workers are gone");
    }

    [Fact]
    public void An_interrupt_while_results_are_received_is_kept_for_later()
    {
        using var pool = new ProcessPool(1);
        pool.Apply(PoolJobs.Nothing);
        var interrupted = new OneShotLatch();
        WorkerThread closer;
        lock (Private(pool, "_monitor"))
        {
            closer = WorkerThread.Start("closer", () =>
            {
                Thread.CurrentThread.Interrupt();
                pool.Close(); // must wait for the monitor in the same way as who has received something
                interrupted.Open();
                Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(Timeout.Infinite));
            });
            Until(() => closer.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin) || closer.State.HasFlag(
                System.Threading.ThreadState.Stopped), "it waits");
        }
        Assert.True(closer.Join(_bound));
        Assert.True(interrupted.IsOpen);
        Assert.True(pool.Join(_bound));
    }

    [Fact]
    public void Callers_that_are_interrupted_all_the_time_lose_no_result()
    {
        using var pool = new ProcessPool(2);
        pool.Apply(PoolJobs.Nothing);
        var (calls, stop) = (0, false);
        Thread? thread = null;
        var caller = WorkerThread.Start("caller", () =>
        {
            Volatile.Write(ref thread, Thread.CurrentThread);
            while (!Volatile.Read(ref stop))
            {
                try
                {
                    Assert.Equal(9, pool.Apply(PoolJobs.Square, 3));
                    Interlocked.Increment(ref calls);
                }
                catch (ThreadInterruptedException) { } // the job runs on, and nobody wants its result
            }
        });
        var jobs = new List<Future<int>>();
        for (var i = 0; i < 300; i++)
        {
            jobs.Add(pool.ApplyAsync(PoolJobs.Square, i));
            Volatile.Read(ref thread)?.Interrupt();
            Thread.Yield();
        }
        for (var i = 0; i < jobs.Count; i++)
        {
            Assert.True(jobs[i].Wait(_bound));
            Assert.Equal(i * i, jobs[i].Result());
        }
        var before = Volatile.Read(ref calls);
        Until(() => Volatile.Read(ref calls) > before, "calls go on");
        Volatile.Write(ref stop, true);
        Assert.True(caller.Join(_bound));
    }

    [Fact]
    public void A_caller_that_comes_while_another_one_receives_gets_its_result()
    {
        using var pool = new ProcessPool(1);
        pool.Apply(PoolJobs.Nothing);
        var worker = Assert.Single((List<PoolWorker>)Private(pool, "_workers"));
        ref var receiving = ref Receiving(worker);
        while (Interlocked.CompareExchange(ref receiving, 1, 0) != 0) Thread.Yield(); // the other one is us
        var caller = WorkerThread.Start("caller", () => Assert.Equal(9, pool.Apply(PoolJobs.Square, 3)));
        Until(() => !worker.Channel.Results.IsEmpty, "the result is there");
        Volatile.Write(ref receiving, 0);
        Assert.True(caller.Join(_bound));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_receiving")]
    private static extern ref int Receiving(PoolWorker worker);

    [Fact]
    public void Progress_is_told_on_threads_of_the_pool_also_for_who_waits()
    {
        var threads = new HashSet<string?>();
        var refused = 0;
        ProcessPool? pool = null;
        using (pool = new ProcessPool(1, new PoolOptions
        {
            Progress = happened =>
            {
                lock (threads) threads.Add(Thread.CurrentThread.Name);
                if (happened.Kind != PoolEventKind.JobDone) return;
                try { pool!.Apply(PoolJobs.Nothing); }
                catch (InvalidOperationException) { Interlocked.Increment(ref refused); }
            },
        }))
        {
            for (var i = 0; i < 20; i++) pool.Apply(PoolJobs.Nothing);
        }
        Assert.Equal(["pool worker 1"], threads);
        Assert.InRange(refused, 19, 20); // the last may be told after Apply has returned
    }

    [Fact]
    public void A_pool_leaves_no_file()
    {
        using var pool = new ProcessPool(1);
        pool.Apply(PoolJobs.Nothing);
        var mine = $"pool-{Environment.ProcessId}-";
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(Ipc.Names.PrivateDirectory.PathOf("x", "y"))!), path =>
            Path.GetFileName(path).StartsWith(mine, StringComparison.Ordinal));
    }
}
