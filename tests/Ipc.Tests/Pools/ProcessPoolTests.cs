using System.Runtime.CompilerServices;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Pools;
using Workbook.Ipc.Processes;
using static Workbook.Ipc.Tests.Pools.PoolFixture;

namespace Workbook.Ipc.Tests.Pools;

/// <summary>What a pool promises while its workers live.</summary>
public sealed class ProcessPoolTests(PoolFixture shared) : IClassFixture<PoolFixture>
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private readonly ProcessPool _pool = shared.Pool;

    [Fact]
    public void A_pool_has_at_least_one_worker_and_one_per_core_by_default()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(1, new PoolOptions { TasksPerWorker = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(1, new PoolOptions { Retries = -1 }));
        Assert.Equal(Environment.ProcessorCount, ProcessPool.DefaultSize);
        using var pool = new ProcessPool();
        Assert.Equal(ProcessPool.DefaultSize, pool.Size);
    }

    [Fact]
    public void Apply_returns_what_the_function_returned_in_another_process()
    {
        Assert.Equal(49, _pool.Apply(PoolJobs.Square, 7));
        Assert.Equal("a12.5", _pool.Apply(PoolJobs.Join3, "a", 1, 2.5));
        Assert.Equal(15, _pool.Apply(PoolJobs.Sum5, 1, 2, 3, 4, 5));
        Assert.Equal(2, _pool.Apply(PoolJobs.Count, new[] { "a", "b", "a" })["a"]);
        Assert.NotEqual(Environment.ProcessId, _pool.Apply(PoolJobs.Id));
        Assert.Equal(3, _pool.Apply(static x => x + 1, 2));
        _pool.Apply(PoolJobs.Nothing);
    }

    [Fact]
    public void ApplyAsync_calls_the_one_or_the_other_callback_once()
    {
        int done = 0, errors = 0;
        using var ended = new CountdownEvent(2);
        void Done(int value) { done += value; ended.Signal(); }
        void Failed(Exception e) { errors += e is RemoteException ? 1 : 50; ended.Signal(); }
        var good = _pool.ApplyAsync(PoolJobs.Square, 5, onDone: Done, onError: _ => errors += 100);
        var bad = _pool.ApplyAsync(PoolJobs.Fail, "no", onDone: () => done += 1000, onError: Failed);
        Assert.True(ended.Wait(_bound));
        Assert.Equal(25, good.Result());
        Assert.Throws<RemoteException>(() => bad.Join());
        Assert.Equal((25, 1), (done, errors));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Map_keeps_the_order_whatever_the_chunk(int chunk)
    {
        var items = Enumerable.Range(0, 100).ToList();
        var squares = items.Select(PoolJobs.Square);
        Assert.Equal(squares, _pool.Map(PoolJobs.Square, items, chunk));
        Assert.Equal(squares, _pool.MapAsync(PoolJobs.Square, items, chunk).Result());
        Assert.Equal(items.Select(x => x + 1), _pool.StarMap(PoolJobs.Add, items.Select(x => (x, 1)), chunk));
        Assert.Equal(items.Select(x => x + 2), _pool.StarMapAsync(PoolJobs.Add, items.Select(x => (x, 2)), chunk).Result());
        Assert.Equal(squares, _pool.IMap(PoolJobs.Square, items, Math.Max(chunk, 1)));
        Assert.Equal(squares, _pool.IMapUnordered(PoolJobs.Square, items, Math.Max(chunk, 1)).Order());
    }

    [Fact]
    public void A_map_of_nothing_is_nothing()
    {
        Assert.Empty(_pool.Map(PoolJobs.Square, Array.Empty<int>()));
        Assert.Empty(_pool.MapAsync(PoolJobs.Square, Array.Empty<int>()).Result());
        Assert.Empty(_pool.IMap(PoolJobs.Square, Array.Empty<int>()));
        Assert.Empty(_pool.IMapUnordered(PoolJobs.Square, Array.Empty<int>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Map(PoolJobs.Square, [1], chunk: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.IMap(PoolJobs.Square, [1], chunk: 0));
    }

    [Fact]
    public void A_result_that_is_waited_for_in_vain_comes_later()
    {
        var go = shared.NewPath();
        var job = _pool.ApplyAsync(PoolJobs.WaitFor, go);
        Assert.False(job.TryResult(out _, TimeSpan.FromMilliseconds(1)));
        File.WriteAllText(go, "");
        Assert.NotEqual(0, job.Result());
    }

    [Fact]
    public void An_exception_crosses_with_type_message_and_remote_stack()
    {
        var thrown = Assert.Throws<RemoteException>(() => _pool.Apply(PoolJobs.Fail, "planted"));
        Assert.Equal("System.FormatException", thrown.TypeName);
        Assert.Equal("planted", thrown.Message);
        Assert.Contains("PoolJobs.Fail", thrown.RemoteStack);
        Assert.Equal(4, _pool.Apply(PoolJobs.Square, 2));
    }

    [Fact]
    public void An_argument_that_cannot_travel_throws_at_the_call()
    {
        Assert.Throws<NotSupportedException>(() => _pool.ApplyAsync(PoolJobs.TakesFunction, () => 1));
        Assert.Throws<NotSupportedException>(() => _pool.MapAsync(PoolJobs.TakesFunction, [() => 1]));
        var captured = 1;
        Assert.Throws<ArgumentException>(() => _pool.ApplyAsync(() => captured));
        Assert.Throws<ArgumentException>(() => _pool.ApplyAsync(() => Task.FromResult(1)));
        Assert.Throws<ArgumentNullException>(() => _pool.Apply((Action)null!));
        Assert.Throws<ArgumentNullException>(() => _pool.Map<int, int>(PoolJobs.Square, null!));
    }

    [Fact]
    public void A_result_that_cannot_travel_fails_its_job_and_its_worker_lives()
    {
        var before = _pool.ProcessIds;
        Assert.Equal(typeof(NotSupportedException).FullName,
            Assert.Throws<RemoteException>(() => _pool.Apply(PoolJobs.Unserialisable)).TypeName);
        Assert.Equal(9, _pool.Apply(PoolJobs.Square, 3));
        Assert.All(before, pid => Assert.Contains(pid, _pool.ProcessIds));
    }

    [Fact]
    public void What_the_items_throw_reaches_the_caller_as_it_is()
    {
        static IEnumerable<int> Items()
        {
            yield return 1;
            yield return 2;
            throw new FormatException("of the items");
        }
        Assert.Throws<FormatException>(() => _pool.Map(PoolJobs.Square, Items()));
        Assert.Throws<FormatException>(() => _pool.MapAsync(PoolJobs.Square, Items()));
        foreach (var results in new[] { _pool.IMap(PoolJobs.Square, Items()), _pool.IMapUnordered(PoolJobs.Square, Items()) })
        {
            var seen = new List<int>();
            Assert.Throws<FormatException>(() => { foreach (var each in results) seen.Add(each); });
            Assert.Equal([1, 4], seen.Order());
        }
    }

    [Fact]
    public void A_map_of_which_one_item_fails_ends_when_all_are_done()
    {
        var directory = Directory.CreateDirectory(shared.NewPath()).FullName;
        var go = shared.NewPath();
        var early = new OneShotLatch();
        var map = _pool.StarMapAsync(PoolJobs.FailOrWait, Enumerable.Range(0, 4).Select(i => (i == 0 ? "" : go, directory)),
            chunk: 1, onError: _ => early.Open());
        Until(() => Directory.GetFiles(directory).Length >= 2, "the one that fails has failed, and the next has begun");
        Assert.False(map.IsDone);
        Assert.False(early.IsOpen);
        File.WriteAllText(go, "");
        Assert.Equal("System.FormatException", Assert.Throws<RemoteException>(() => map.Result()).TypeName);
        Assert.Equal(4, Directory.GetFiles(directory).Length);
    }

    [Fact]
    public void An_item_that_fails_does_not_take_its_chunk_with_it()
    {
        using var results = _pool.IMap(PoolJobs.FailAt3, Enumerable.Range(1, 6), chunk: 6).GetEnumerator();
        var seen = new List<int>();
        for (var i = 1; i <= 6; i++)
        {
            if (i == 3) Assert.Equal("3 is bad", Assert.Throws<RemoteException>(() => results.MoveNext()).Message);
            else
            {
                Assert.True(results.MoveNext());
                seen.Add(results.Current);
            }
        }
        Assert.False(results.MoveNext());
        Assert.Equal([10, 20, 40, 50, 60], seen);
    }

    [Fact]
    public void IMap_takes_its_items_little_by_little()
    {
        var taken = 0;
        IEnumerable<int> Items()
        {
            for (; ; taken++) yield return taken;
        }
        var first = _pool.IMap(PoolJobs.Square, Items()).Take(5).ToList();
        Assert.Equal([0, 1, 4, 9, 16], first);
        Assert.InRange(taken, 5, 5 + 4 * _pool.Size);
    }

    [Fact]
    public void IMap_of_which_the_wait_is_cancelled_goes_on_where_it_was()
    {
        var go = shared.NewPath();
        using var results = _pool.IMap(PoolJobs.WaitFor, [go], cancel: new CancellationToken(canceled: true)).GetEnumerator();
        Assert.ThrowsAny<OperationCanceledException>(() => results.MoveNext());
        File.WriteAllText(go, "");
    }

    [Fact]
    public void Arguments_are_let_go_after_the_job_here_and_there()
    {
        var argument = SendsAndForgets(_pool);
        Until(() => { GC.Collect(); return !argument.IsAlive; }, "the argument is collected here");

        using var pool = new ProcessPool(1);
        pool.Apply(PoolJobs.Remember, new byte[1000]);
        Assert.False(pool.Apply(PoolJobs.IsRemembered));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SendsAndForgets(ProcessPool pool)
    {
        var argument = new string('x', 1000);
        pool.Apply(PoolJobs.Set, argument);
        return new WeakReference(argument);
    }

    [Fact]
    public void Arguments_and_results_larger_than_the_ring_travel()
    {
        var bytes = new byte[5_000_000];
        Random.Shared.NextBytes(bytes);
        var jobs = Enumerable.Range(0, 4).Select(_ => _pool.ApplyAsync(PoolJobs.Reverse, bytes)).ToList();
        var reversed = bytes.AsEnumerable().Reverse().ToArray();
        foreach (var job in jobs) Assert.True(reversed.AsSpan().SequenceEqual(job.Result()));
    }

    [Fact]
    public void Connections_go_along_with_jobs_and_end_with_their_copies()
    {
        List<Connection> ours = [];
        List<Future> jobs = [];
        for (var i = 0; i < 20; i++)
        {
            var (here, there) = DuplexPipe.Create();
            ours.Add(here);
            jobs.Add(_pool.ApplyAsync(PoolJobs.Report, there, i));
            there.Dispose(); // the job has a duplicate
        }
        for (var i = 0; i < ours.Count; i++)
        {
            var (number, process) = ours[i].Receive<(int, int)>();
            Assert.Equal(i, number);
            Assert.Contains(process, _pool.ProcessIds);
            Assert.Throws<EndOfStreamException>(() => ours[i].Receive<int>()); // no copy is left, here or there
            ours[i].Dispose();
        }
        foreach (var job in jobs) job.Join();
        var (first, second) = DuplexPipe.Create();
        var options = new PoolOptions { Initializer = PoolInitializer.Of(PoolJobs.Report, first, 1) };
        Assert.Throws<NotSupportedException>(() => new ProcessPool(1, options));
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public void Every_job_of_many_submitters_comes_back_once()
    {
        const int submitters = 3, each = 2_000;
        var sums = new long[submitters];
        var group = new ThreadGroup();
        for (var n = 0; n < submitters; n++)
        {
            var mine = n;
            group.Start($"submitter {n}", () =>
            {
                var futures = Enumerable.Range(0, each).Select(i => _pool.ApplyAsync(PoolJobs.Add, i, mine)).ToList();
                sums[mine] = futures.Sum(future => (long)future.Result());
                for (var i = 0; i < 50; i++) Assert.Equal(i + mine, _pool.Apply(PoolJobs.Add, i, mine));
            });
        }
        Assert.True(group.Join(_bound));
        for (var n = 0; n < submitters; n++) Assert.Equal((long)each * (each - 1) / 2 + (long)n * each, sums[n]);
    }

    [Fact]
    public void No_job_waits_behind_a_long_one_while_a_worker_is_free()
    {
        for (var round = 0; round < 3; round++)
        {
            // Now jobs are known as short, and go to workers in advance.
            foreach (var job in Enumerable.Range(0, 500).Select(i => _pool.ApplyAsync(PoolJobs.Square, i)).ToList()) job.Join();
            var go = shared.NewPath();
            var before = Enumerable.Range(0, 50).Select(i => _pool.ApplyAsync(PoolJobs.Square, i)).ToList();
            var slow = _pool.ApplyAsync(PoolJobs.WaitFor, go);
            var behind = Enumerable.Range(0, 200).Select(i => _pool.ApplyAsync(PoolJobs.Square, i)).ToList();
            foreach (var job in before.Concat(behind)) Assert.True(job.Wait(_bound));
            Assert.False(slow.IsDone);
            File.WriteAllText(go, "");
            slow.Join();
        }
    }

    [Fact]
    public void A_callback_must_not_wait_for_its_own_pool()
    {
        var seen = new Promise<Exception?[]>();
        _pool.ApplyAsync(PoolJobs.Nothing, onDone: () => seen.SetResult(
        [
            Record.Exception(() => _pool.Apply(PoolJobs.Nothing)),
            Record.Exception(() => _pool.Map(PoolJobs.Square, [1])),
            Record.Exception(() => _pool.Join()),
            Record.Exception(_pool.Dispose),
            Record.Exception(() => _pool.IMap(PoolJobs.Square, [1]).First()),
        ]));
        Assert.All(seen.Future.Result(), exception => Assert.IsType<InvalidOperationException>(exception));
    }

    [Fact]
    public void A_future_that_is_cancelled_in_line_is_never_begun()
    {
        using var pool = new ProcessPool(1);
        var (started, mark) = (shared.NewPath(), Directory.CreateDirectory(shared.NewPath()).FullName);
        var go = shared.NewPath();
        var running = pool.ApplyAsync(PoolJobs.WaitFor, go);
        Until(() => running.State == FutureState.Running, "it runs");
        var waiting = pool.ApplyAsync(PoolJobs.Mark, mark, 1);
        using var source = new CancellationTokenSource();
        var errors = new List<Exception>();
        var alsoWaiting = pool.ApplyAsync(PoolJobs.Mark, mark, 2, onError: errors.Add,
            options: new JobOptions { Cancel = source.Token });
        var cancelled = new JobOptions { Cancel = new CancellationToken(canceled: true) };
        var notEvenSubmitted = pool.ApplyAsync(PoolJobs.Mark, mark, 3, options: cancelled);
        Assert.True(waiting.Cancel());
        Assert.False(running.Cancel());
        source.Cancel();
        Assert.Equal(FutureState.Canceled, alsoWaiting.State);
        Assert.Equal(FutureState.Canceled, notEvenSubmitted.State);
        Assert.IsType<OperationCanceledException>(Assert.Single(errors));
        File.WriteAllText(go, "");
        running.Join();
        MustEnd(pool);
        Assert.Empty(Directory.GetFiles(mark));
    }

    [Fact]
    public void A_job_that_runs_is_told_that_it_was_cancelled()
    {
        using var source = new CancellationTokenSource();
        var (one, two) = (shared.NewPath(), shared.NewPath());
        var ends = _pool.ApplyAsync(PoolJobs.UntilCancelled, one, options: new JobOptions { Cancel = source.Token });
        var returns = _pool.ApplyAsync(PoolJobs.CancelledButReturns, two, options: new JobOptions { Cancel = source.Token });
        Until(() => File.Exists(one) && File.Exists(two), "both run");
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ends.Result());
        Assert.Equal(FutureState.Canceled, ends.State);
        Assert.Equal(7, returns.Result());
        Assert.True(_pool.Apply(PoolJobs.CanBeCancelled));
        Assert.False(ProcessPool.JobCancel.CanBeCanceled);
    }

    [Fact]
    public void Apply_that_is_cancelled_throws_and_tells_the_job()
    {
        using var source = new CancellationTokenSource();
        var started = shared.NewPath();
        var caller = WorkerThread.Start("caller", () =>
            Assert.ThrowsAny<OperationCanceledException>(() => _pool.Apply(PoolJobs.UntilCancelled, started, source.Token)));
        Until(() => File.Exists(started), "it runs");
        source.Cancel();
        Assert.True(caller.Join(_bound));
    }

    [Fact]
    public void The_debugger_shows_workers_line_and_state()
    {
        using var pool = new ProcessPool(1, new PoolOptions { Name = "ants" });
        Assert.Equal("ants: 1 workers, 0 queued, open", Display(pool));
        pool.Close();
        Assert.Equal("ants: 1 workers, 0 queued, closed", Display(pool));
        pool.Terminate();
        Assert.Equal("ants: 1 workers, 0 queued, terminated", Display(pool));
    }

    private static string Display(ProcessPool pool) =>
        (string)typeof(ProcessPool).GetProperty("Display",
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(pool)!;
}
