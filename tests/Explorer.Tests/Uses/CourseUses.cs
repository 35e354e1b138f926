using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>Programs of tasks, flow and collections that a course shows: right, whatever the interleaving.</summary>
public static class CourseUses
{
    public static async Task One_producer_and_two_consumers()
    {
        var (channel, sum) = (Channel.CreateBounded<int>(1), 0);
        async Task Consume()
        {
            await foreach (var item in channel.Reader.ReadAllAsync()) Interlocked.Add(ref sum, item);
        }
        async Task Produce()
        {
            for (var i = 1; i <= 2; i++) await channel.Writer.WriteAsync(i);
            channel.Writer.Complete();
        }
        await Task.WhenAll(Produce(), Consume(), Consume());
        Assert.Equal(3, sum);
    }

    public static async Task A_pipeline_of_three_stages()
    {
        Channel<int> first = Channel.CreateUnbounded<int>(), second = Channel.CreateUnbounded<int>();
        async Task Number()
        {
            await first.Writer.WriteAsync(3);
            first.Writer.Complete();
        }
        async Task Square()
        {
            await foreach (var i in first.Reader.ReadAllAsync()) await second.Writer.WriteAsync(i * i);
            second.Writer.Complete();
        }
        Task number = Number(), square = Task.Run(Square);
        var sum = 0;
        await foreach (var i in second.Reader.ReadAllAsync()) sum += i;
        await Task.WhenAll(number, square);
        Assert.Equal(9, sum);
    }

    public static async Task A_semaphore_as_an_async_lock()
    {
        using var gate = new SemaphoreSlim(1, 1);
        var balance = 0;
        async Task Deposit()
        {
            await gate.WaitAsync();
            try
            {
                var seen = balance;
                await Task.Yield();
                balance = seen + 1;
            }
            finally { gate.Release(); }
        }
        await Task.WhenAll(Deposit(), Deposit());
        Assert.Equal(2, balance);
    }

    public static async Task No_more_at_a_time_than_there_is_room_for()
    {
        using var room = new SemaphoreSlim(1);
        int inside = 0, most = 0;
        async Task Visit()
        {
            await room.WaitAsync();
            var now = Interlocked.Increment(ref inside);
            if (now > 1) Interlocked.Exchange(ref most, now);
            Interlocked.Decrement(ref inside);
            room.Release();
        }
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(Visit)));
        Assert.Equal(0, most);
    }

    public static void Tasks_meet_at_a_barrier()
    {
        using var barrier = new Barrier(2);
        int[] left = [0, 0], sums = [0, 0];
        Task Meet(int i) => Task.Run(() =>
        {
            left[i] = i + 1;
            barrier.SignalAndWait();
            sums[i] = left[0] + left[1];
        });
        Task.WaitAll(Meet(0), Meet(1));
        Assert.Equal([3, 3], sums);
    }

    public static void Tasks_count_down()
    {
        using var done = new CountdownEvent(2);
        var x = new int[2];
        for (var i = 0; i < 2; i++)
        {
            var mine = i;
            _ = Task.Run(() =>
            {
                x[mine] = 1;
                done.Signal();
            });
        }
        done.Wait();
        Assert.Equal(2, x.Sum());
    }

    public static void A_gate_for_tasks()
    {
        using var gate = new ManualResetEventSlim();
        var x = 0;
        Task<int> a = Task.Run(Look), b = Task.Run(Look);
        x = 5;
        gate.Set();
        Task.WaitAll(a, b);
        Assert.Equal(10, a.Result + b.Result);
        int Look()
        {
            gate.Wait();
            return x;
        }
    }

    public static async Task A_loop_until_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        async Task Work(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                rounds++;
                try { await Task.Delay(Timeout.Infinite, token); }
                catch (OperationCanceledException) { return; }
            }
        }
        var work = Work(stop.Token);
        await stop.CancelAsync();
        await work;
        Assert.Equal(1, rounds);
    }

    public static async Task A_periodic_timer_until_it_is_disposed_of()
    {
        var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        var ticks = 0;
        async Task Tick()
        {
            while (await timer.WaitForNextTickAsync())
            {
                ticks++;
                if (ticks == 2) timer.Dispose();
            }
        }
        await Tick();
        Assert.Equal(2, ticks);
    }

    public static void A_parallel_loop_fills_a_dictionary()
    {
        var squares = new ConcurrentDictionary<int, int>();
        Parallel.ForEach((int[])[1, 2], i => squares[i] = i * i);
        Assert.Equal(5, squares.Values.Sum());
    }

    public static void A_parallel_sum_with_a_local_of_each()
    {
        var sum = 0;
        Parallel.For(1, 3, () => 0, (i, _, local) => local + i, local => Interlocked.Add(ref sum, local));
        Assert.Equal(3, sum);
    }

    public static async Task A_parallel_loop_of_async_bodies()
    {
        var results = new ConcurrentBag<int>();
        await Parallel.ForEachAsync((int[])[1, 2], async (i, cancel) =>
        {
            await Task.Yield();
            results.Add(i);
        });
        Assert.Equal(3, results.Sum());
    }

    public static async Task A_promise_is_kept_by_an_event()
    {
        var source = new Source();
        var promise = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        source.Came += promise.SetResult;
        var raise = Task.Run(() => source.Raise(7));
        Assert.Equal(7, await promise.Task);
        await raise;
    }

    public static async Task An_event_whose_handlers_are_awaited()
    {
        Func<Task>? happened = null;
        var x = 0;
        happened += async () => { await Task.Yield(); Interlocked.Increment(ref x); };
        happened += async () => { await Task.Yield(); Interlocked.Increment(ref x); };
        await Task.WhenAll(happened.GetInvocationList().Cast<Func<Task>>().Select(handler => handler()));
        Assert.Equal(2, x);
    }

    public static async Task A_lazy_task_is_made_once()
    {
        var made = 0;
        var value = new Lazy<Task<int>>(async () =>
        {
            await Task.Yield();
            return Interlocked.Increment(ref made);
        });
        Task<int> a = Task.Run(() => value.Value), b = Task.Run(() => value.Value);
        Assert.Equal(2, await a + await b);
    }

    public static async Task A_stream_over_a_channel()
    {
        static async IAsyncEnumerable<int> Numbers()
        {
            var channel = Channel.CreateUnbounded<int>();
            var writer = Task.Run(() =>
            {
                channel.Writer.TryWrite(1);
                channel.Writer.TryWrite(2);
                channel.Writer.Complete();
            });
            await foreach (var i in channel.Reader.ReadAllAsync()) yield return i;
            await writer;
        }
        var sum = 0;
        await foreach (var i in Numbers()) sum += i;
        Assert.Equal(3, sum);
    }

    public static async Task Async_locals_flow_down_and_not_up()
    {
        var user = new AsyncLocal<string?> { Value = "nobody" };
        async Task<string?> As(string name)
        {
            user.Value = name;
            await Task.Yield();
            return user.Value;
        }
        var both = await Task.WhenAll(As("a"), As("b"));
        Assert.Equal("a b", string.Join(' ', both));
        Assert.Equal("nobody", user.Value);
    }

    public static void A_blocking_collection_is_consumed_to_its_end()
    {
        using var items = new BlockingCollection<int>(1);
        var consumer = Task.Run(() => items.GetConsumingEnumerable().Sum());
        items.Add(1);
        items.Add(2);
        items.CompleteAdding();
        Assert.Equal(3, consumer.Result);
    }

    public static async Task A_graceful_shutdown()
    {
        var (jobs, done) = (Channel.CreateUnbounded<int>(), 0);
        async Task Work()
        {
            while (await jobs.Reader.WaitToReadAsync())
            {
                while (jobs.Reader.TryRead(out var job)) done += job;
            }
        }
        var worker = Task.Run(Work);
        jobs.Writer.TryWrite(1);
        jobs.Writer.TryWrite(2);
        jobs.Writer.Complete(); // no more, but what is there is done
        await worker;
        Assert.Equal(3, done);
    }

    public static async Task The_work_or_a_time_out()
    {
        var work = Task.Run(() => 1);
        var first = await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(5)));
        Assert.Same(work, first); // so long a time is up only when nobody else can move
        Assert.Equal(1, await work);
    }

    public static async Task Tried_again_after_a_delay()
    {
        var tries = 0;
        async Task<int> Get()
        {
            await Task.Yield();
            return ++tries < 3 ? throw new TimeoutException() : 7;
        }
        for (var delay = 10; ; delay *= 2)
        {
            try
            {
                Assert.Equal(7, await Get());
                break;
            }
            catch (TimeoutException) { await Task.Delay(delay); }
        }
        Assert.Equal(3, tries);
    }

    public static void Blocking_on_an_awaiter()
    {
        var x = 0;
        var task = Task.Run(() => x = 1);
        task.GetAwaiter().GetResult();
        Assert.Equal(1, x);
        var other = Task.Run(() => x = 2);
        Assert.Equal(2, other.ConfigureAwait(false).GetAwaiter().GetResult());
        Assert.Equal(2, x);
    }

    public static void A_callback_on_an_awaiter()
    {
        using var done = new ManualResetEventSlim();
        var x = 0;
        var task = Task.Run(() => x = 1);
        task.GetAwaiter().OnCompleted(() =>
        {
            x++;
            done.Set();
        });
        done.Wait();
        Assert.Equal(2, x);
    }

    public static async Task A_timer_ticks_once_and_is_disposed_of()
    {
        var (ticked, x) = (new TaskCompletionSource(), 0);
        await using (var timer = new Timer(_ =>
        {
            x = 1;
            ticked.SetResult();
        }, null, 10, Timeout.Infinite))
            await ticked.Task;
        Assert.Equal(1, x);
    }

    public static async Task A_cache_of_tasks()
    {
        var (cache, loads) = (new ConcurrentDictionary<string, Lazy<Task<int>>>(), 0);
        Task<int> Get(string key) => cache.GetOrAdd(key,
            _ => new Lazy<Task<int>>(() => Task.Run(() => Interlocked.Increment(ref loads)))).Value;
        Task<int> a = Task.Run(() => Get("k")), b = Task.Run(() => Get("k"));
        Assert.Equal(2, await a + await b);
        Assert.Equal(1, loads);
    }

    private sealed class Source
    {
        public event Action<int>? Came;

        public void Raise(int value) => Came?.Invoke(value);
    }
}
