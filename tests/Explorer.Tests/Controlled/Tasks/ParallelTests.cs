using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

public class ParallelTests
{
    [Fact]
    public void A_sum_by_parts() => Judged.Holds(() =>
    {
        var sum = 0;
        Parallel.For(1, 4, () => 0, (i, _, part) => part + i, part => Interlocked.Add(ref sum, part));
        Assert.Equal(6, sum);
    });

    [Fact]
    public void A_sum_without_a_lock() => Judged.Fails(() =>
    {
        var sum = 0;
        Parallel.For(0, 2, _ => sum++);
        Assert.Equal(2, sum);
    }, FailureKind.Assertion, FailureKind.Race);

    [Fact]
    public void Each_iteration_its_own_element() => Judged.Holds(() =>
    {
        var squares = new int[3];
        Parallel.ForEach([1, 2, 3], (x, _, i) => squares[i] = x * x);
        Assert.Equal([1, 4, 9], squares);
    });

    [Fact]
    public void An_iteration_that_reads_its_neighbours_element() => Judged.Fails(() =>
    {
        int[] sums = [1, 1, 1];
        Parallel.For(1, 3, i => sums[i] += sums[i - 1]);
        Assert.Equal(3, sums[2]);
    }, FailureKind.Assertion, FailureKind.Race);

    [Fact]
    public void Actions_that_meet_at_a_barrier() => Judged.Holds(() =>
    {
        using var barrier = new Barrier(3);
        Parallel.Invoke(barrier.SignalAndWait, barrier.SignalAndWait, barrier.SignalAndWait);
    });

    [Fact]
    public void Actions_that_take_two_locks_in_turn() => Judged.Fails(() =>
    {
        object a = new(), b = new();
        Parallel.Invoke(() => { lock (a) lock (b) { } }, () => { lock (b) lock (a) { } });
    }, FailureKind.Deadlock, FailureKind.PartialDeadlock);

    [Fact]
    public void A_search_that_stops() => Judged.Holds(() =>
    {
        var found = -1;
        var result = Parallel.For(0, 3, (i, loop) =>
        {
            if (i != 1) return;
            Interlocked.Exchange(ref found, i);
            loop.Stop();
        });
        Assert.Equal(1, found);
        Assert.False(result.IsCompleted);
    });

    [Fact]
    public void Bodies_that_are_awaited() => Judged.Holds(() =>
    {
        var done = 0;
        async Task All() => await Parallel.ForEachAsync([1, 2], async (_, _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref done);
        });
        All().Wait();
        Assert.Equal(2, done);
    });

    [Fact]
    public void Bodies_that_are_awaited_and_share_a_variable() => Judged.Fails(() =>
    {
        var done = 0;
        Parallel.ForEachAsync([1, 2], async (_, _) =>
        {
            var seen = done;
            await Task.Yield();
            done = seen + 1;
        }).Wait();
        Assert.Equal(2, done);
    }, FailureKind.Assertion, FailureKind.Race);

    [Fact]
    public void A_source_whose_items_are_awaited() => Judged.Holds(() =>
    {
        var sum = 0;
        Parallel.ForEachAsync(new Items(), (x, _) =>
        {
            Interlocked.Add(ref sum, x);
            return default;
        }).Wait();
        Assert.Equal(3, sum);
    });

    [Fact]
    public void A_wait_of_the_pool() => Judged.Holds(() =>
    {
        using var signal = new AutoResetEvent(false);
        using var done = new ManualResetEventSlim();
        var x = 0;
        var registered = ThreadPool.RegisterWaitForSingleObject(signal, (_, timedOut) =>
        {
            Assert.False(timedOut);
            x++;
            done.Set();
        }, null, -1, executeOnlyOnce: true);
        x = 1;
        signal.Set();
        done.Wait();
        registered.Unregister(null);
        Assert.Equal(2, x);
    });

    [Fact]
    public void Unregister_does_not_wait_for_the_call() => Judged.Fails(() =>
    {
        using var signal = new AutoResetEvent(true);
        var x = 0;
        var registered = ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => x++, null, -1, executeOnlyOnce: true);
        registered.Unregister(null);
        x++;
    }, FailureKind.Race);

    [Fact]
    public void Callbacks_on_the_pool_are_waited_for() => Judged.Holds(() =>
    {
        using var source = new CancellationTokenSource();
        var x = 0;
        source.Token.Register(() => x++);
        source.CancelAsync().Wait();
        Assert.Equal(1, x);
    });

    [Fact]
    public void Callbacks_on_the_pool_that_nobody_waits_for() => Judged.Fails(() =>
    {
        using var source = new CancellationTokenSource();
        var x = 0;
        source.Token.Register(() => x++);
        _ = source.CancelAsync();
        x++;
    }, FailureKind.Race);

    [Fact]
    public void What_is_not_controlled_of_them_is_refused()
    {
        foreach (var (program, use) in new[]
        {
            ("public static void Test() => _ = ThreadPool.PendingWorkItemCount;",
                "System.Threading.ThreadPool.get_PendingWorkItemCount"),
            ("public static void Test() => _ = Timer.ActiveCount;", "System.Threading.Timer.get_ActiveCount"),
            ("public static void Test() => new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);",
                "System.Threading.PeriodicTimer..ctor"),
            ("public static void Test() => new System.Threading.Tasks.ParallelOptions().TaskScheduler = null;",
                "System.Threading.Tasks.ParallelOptions.set_TaskScheduler"),
            ("public static void Test() => System.Threading.Tasks.Parallel.ForEach("
                + "System.Collections.Concurrent.Partitioner.Create(0, 9), _ => { });",
                "System.Threading.Tasks.Parallel.ForEach"),
        })
        {
            var refused = Assert.Throws<RefusedException>(() => Compiled.Test(program));
            Assert.Contains(refused.Uses, found => found.StartsWith(use, StringComparison.Ordinal));
        }
    }

    /// <summary>1 and 2, each after a moment.</summary>
    private sealed class Items : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        public int Current { get; private set; }

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            await Task.Yield();
            return ++Current <= 2;
        }

        public ValueTask DisposeAsync() => default;
    }
}
