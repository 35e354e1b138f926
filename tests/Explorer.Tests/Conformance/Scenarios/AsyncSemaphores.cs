namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class AsyncSemaphores
{
    public static string Counting()
    {
        var s = new SemaphoreSlim(2);
        var first = s.WaitAsync();
        return Seen.All(first.IsCompletedSuccessfully, s.CurrentCount, s.WaitAsync(0).Result, s.CurrentCount,
            s.WaitAsync(0).Result,
            s.WaitAsync(TimeSpan.FromMilliseconds(1)).Result, s.Release(), s.WaitAsync(TimeSpan.FromSeconds(60)).Result,
            s.CurrentCount);
    }

    public static string Arguments()
    {
        SemaphoreSlim s = new(0), free = new(3), gone = new(1);
        gone.Dispose();
        var canceled = new CancellationToken(true);
        return Seen.All(Seen.Of(() => s.WaitAsync(-2).GetAwaiter().GetResult()),
            Seen.Of(() => s.WaitAsync(TimeSpan.FromDays(60)).GetAwaiter().GetResult()),
            Seen.Of(() => free.WaitAsync(-2).Result), Seen.Of(() => gone.WaitAsync()),
            Seen.Of(() => gone.WaitAsync(-2, canceled)),
            Seen.Of(() => gone.WaitAsync(TimeSpan.FromMilliseconds(-2))), Seen.Of(() => gone.WaitAsync(TimeSpan.FromDays(60))),
            Seen.Of(() => free.WaitAsync(canceled).GetAwaiter().GetResult()),
            Seen.Of(() => s.WaitAsync(0, canceled).GetAwaiter().GetResult()), free.CurrentCount);
    }

    public static string First_in_line_first_served()
    {
        var s = new SemaphoreSlim(0);
        Task<bool> a = s.WaitAsync(-1), b = s.WaitAsync(-1), c = s.WaitAsync(-1);
        var before = s.Release(2);
        Task.WaitAll(a, b);
        var seen = Seen.All(before, c.IsCompleted, s.CurrentCount);
        return Seen.All(seen, s.Release(2), c.Result, s.CurrentCount);
    }

    public static string A_thread_that_comes_later_stands_in_line_too()
    {
        var s = new SemaphoreSlim(0);
        var first = s.WaitAsync();
        var order = "";
        var thread = new Thread(() =>
        {
            s.Wait();
            order += "thread";
        });
        thread.Start();
        s.Release();
        first.Wait();
        order += "task ";
        s.Release();
        thread.Join();
        return Seen.All(order, s.CurrentCount);
    }

    public static string Canceled_in_line()
    {
        var s = new SemaphoreSlim(0);
        using var source = new CancellationTokenSource();
        Task<bool> a = s.WaitAsync(-1, source.Token), b = s.WaitAsync(-1);
        source.Cancel();
        var thrown = Seen.Of(() => a.GetAwaiter().GetResult());
        return Seen.All(thrown, a.Status, s.Release(), b.Result, s.CurrentCount, Seen.Of(() => s.WaitAsync(source.Token).Status));
    }

    public static string The_time_is_up_in_line()
    {
        var s = new SemaphoreSlim(0);
        using var source = new CancellationTokenSource();
        var a = s.WaitAsync(1);
        var b = s.WaitAsync(TimeSpan.FromMilliseconds(1), source.Token);
        return Seen.All(a.Result, b.Result, s.Release(), s.CurrentCount);
    }

    public static string A_lock_for_tasks()
    {
        var s = new SemaphoreSlim(1);
        var sum = 0;
        async Task Add()
        {
            await s.WaitAsync();
            try
            {
                var seen = sum;
                await Task.Yield();
                sum = seen + 1;
            }
            finally { s.Release(); }
        }
        Task.WaitAll(Add(), Add());
        return Seen.All(sum, s.CurrentCount);
    }

    public static string What_comes_after_does_not_run_in_Release()
    {
        var s = new SemaphoreSlim(0);
        var releaser = 0;
        async Task<bool> After()
        {
            await s.WaitAsync();
            return Environment.CurrentManagedThreadId != releaser;
        }
        var after = After();
        releaser = Environment.CurrentManagedThreadId;
        s.Release();
        return Seen.All(after.Result);
    }
}
