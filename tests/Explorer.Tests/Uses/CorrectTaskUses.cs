namespace Workbook.Explorer.Tests.Uses;

/// <summary>Tasks and async methods as they are meant to be used.</summary>
public static class CorrectTaskUses
{
    public static void Two_are_waited_for()
    {
        int x = 0, y = 0;
        Task a = Task.Run(() => x = 1), b = Task.Run(() => y = 2);
        Task.WaitAll(a, b);
        Assert.Equal(3, x + y);
    }

    public static void Two_are_waited_for_as_a_span()
    {
        int x = 0, y = 0;
        Task.WaitAll(new ReadOnlySpan<Task>([Task.Run(() => x = 1), Task.Run(() => y = 2)]));
        Assert.Equal(3, x + y);
    }

    public static void Two_are_waited_for_with_a_guard()
    {
        var x = 0;
        Assert.True(Task.WaitAll([Task.Run(() => x = 1), Task.Run(() => { })], TimeSpan.FromSeconds(30)));
        Assert.Equal(1, x);
    }

    public static void The_first_is_waited_for()
    {
        Task<int> a = Task.Run(() => 1), b = Task.Run(() => 2);
        Task<int>[] both = [a, b];
        Assert.InRange(both[Task.WaitAny(both)].Result, 1, 2);
        Assert.Equal(3, a.Result + b.Result);
    }

    public static async Task Two_are_awaited()
    {
        var results = await Task.WhenAll(Task.Run(() => 1), Task.Run(() => 2));
        Assert.Equal([1, 2], results);
    }

    public static async Task The_first_is_awaited()
    {
        Task<int> a = Task.Run(() => 1), b = Task.Run(() => 2);
        var first = await Task.WhenAny(a, b);
        Assert.Equal(3, await first + await (first == a ? b : a));
    }

    public static async Task Each_is_awaited()
    {
        var sum = 0;
        await foreach (var task in Task.WhenEach(Task.Run(() => 1), Task.Run(() => 2))) sum += await task;
        Assert.Equal(3, sum);
    }

    public static void A_continuation_sees_what_was_done()
    {
        var x = 0;
        var after = Task.Run(() => { x = 1; }).ContinueWith(_ => x + 1);
        Assert.Equal(2, after.Result);
    }

    public static void A_parent_sees_what_its_children_did()
    {
        int x = 0, y = 0;
        Task.Factory.StartNew(() =>
        {
            Task.Factory.StartNew(() => x = 1, TaskCreationOptions.AttachedToParent);
            Task.Factory.StartNew(() => y = 2, TaskCreationOptions.AttachedToParent);
        }).Wait();
        Assert.Equal(3, x + y);
    }

    public static async Task A_promise_hands_over()
    {
        var box = 0;
        var promise = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = Task.Run(() => { box = 1; promise.SetResult(); });
        await promise.Task;
        Assert.Equal(1, box);
        await writer;
    }

    public static void A_cold_task_is_started_by_another()
    {
        var x = 0;
        var task = new Task(() => x++);
        new Thread(() => task.Start()).Start();
        task.Wait();
        Assert.Equal(1, x);
    }

    public static async Task A_token_ends_the_work()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var work = Task.Run(() => { token.ThrowIfCancellationRequested(); return 1; }, token);
        source.Cancel();
        try { Assert.Equal(1, await work); }
        catch (OperationCanceledException e) { Assert.Equal(token, e.CancellationToken); }
    }

    public static async Task A_time_out_or_the_result()
    {
        var work = Task.Run(() => 1);
        try { Assert.Equal(1, await work.WaitAsync(TimeSpan.FromMilliseconds(5))); }
        catch (TimeoutException) { Assert.Equal(1, await work); }
    }

    public static async Task A_lock_around_what_is_not_awaited()
    {
        var gate = new Lock();
        var balance = 0;
        async Task Deposit()
        {
            await Task.Yield();
            lock (gate) balance++;
        }
        await Task.WhenAll(Deposit(), Deposit());
        Assert.Equal(2, balance);
    }

    public static async Task A_stream_is_read_while_it_is_written()
    {
        static async IAsyncEnumerable<int> Numbers()
        {
            yield return 1;
            await Task.Yield();
            yield return await Task.Run(() => 2);
        }
        var sum = 0;
        await foreach (var x in Numbers()) sum += x;
        Assert.Equal(3, sum);
    }

    public static async Task Value_tasks_are_awaited_once()
    {
        var x = 0;
        async ValueTask<int> Next(bool waits)
        {
            if (waits) await Task.Yield();
            return ++x;
        }
        Assert.Equal(1, await Next(false));
        Assert.Equal(2, await Next(true).ConfigureAwait(false));
        Assert.Equal(3, await Next(true).AsTask());
    }

    public static async Task Disposed_of_when_all_is_done()
    {
        var held = new Held();
        await using (held) await Task.Run(() => held.Uses++);
        Assert.Equal(-1, held.Uses);
    }

    public static void An_async_void_that_signals_its_end()
    {
        using var done = new ManualResetEventSlim();
        var x = 0;
        async void Fire()
        {
            await Task.Yield();
            x = 1;
            done.Set();
        }
        Fire();
        done.Wait();
        Assert.Equal(1, x);
    }

    public static async Task A_failure_is_caught_where_it_is_awaited()
    {
        var fails = Task.Run(() => throw new FormatException());
        try { await fails; }
        catch (FormatException) { return; }
        Assert.Fail("it was thrown");
    }

    public static async Task A_value_is_made_once_for_all()
    {
        var made = 0;
        var value = new Lazy<Task<int>>(() => Task.Run(() => Interlocked.Increment(ref made)));
        var both = await Task.WhenAll(Task.Run(() => value.Value), Task.Run(() => value.Value));
        Assert.Equal([1, 1], both);
    }

    private sealed class Held : IAsyncDisposable
    {
        public int Uses { get; set; }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Uses = -1;
        }
    }
}
