namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class PoolWaits
{
    public static string Limits()
    {
        ThreadPool.GetMaxThreads(out var most, out var ports);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return Seen.All(most, ports, available <= most, ThreadPool.SetMaxThreads(0, 0), ThreadPool.SetMinThreads(-1, 0),
            ThreadPool.SetMinThreads(50_000, 1), ThreadPool.SetMaxThreads(most, ports));
    }

    public static string Kinds_of_threads() => Seen.All(Thread.CurrentThread.IsThreadPoolThread,
        Task.Run(() => Thread.CurrentThread.IsThreadPoolThread && Thread.CurrentThread.IsBackground).Result,
        Task.Run(() => Environment.CurrentManagedThreadId).Result == Environment.CurrentManagedThreadId);

    public static string Arguments()
    {
        using var handle = new AutoResetEvent(false);
        WaitOrTimerCallback none = (_, _) => { };
        return Seen.All(Seen.Of(() => ThreadPool.RegisterWaitForSingleObject(null!, none, null, -1, true)),
            Seen.Of(() => ThreadPool.RegisterWaitForSingleObject(handle, null!, null, -1, true)),
            Seen.Of(() => ThreadPool.RegisterWaitForSingleObject(null!, null!, null, -2, true)),
            Seen.Of(() => ThreadPool.RegisterWaitForSingleObject(handle, none, null, -2L, true)),
            Seen.Of(() => ThreadPool.UnsafeRegisterWaitForSingleObject(handle, none, null, TimeSpan.FromDays(60), true)));
    }

    public static string Signalled_once()
    {
        using var handle = new AutoResetEvent(false);
        using var done = new ManualResetEventSlim();
        var seen = "";
        var registered = ThreadPool.RegisterWaitForSingleObject(handle, (state, timedOut) =>
        {
            seen = $"{state} {timedOut}";
            done.Set();
        }, "it", Timeout.Infinite, executeOnlyOnce: true);
        handle.Set();
        done.Wait();
        return Seen.All(seen, registered.Unregister(null), registered.Unregister(null), handle.WaitOne(0));
    }

    public static string Signalled_again_and_again()
    {
        using var handle = new AutoResetEvent(false);
        using var done = new AutoResetEvent(false);
        var calls = 0;
        var registered = ThreadPool.RegisterWaitForSingleObject(handle, (_, _) =>
        {
            Interlocked.Increment(ref calls);
            done.Set();
        }, null, Timeout.InfiniteTimeSpan, executeOnlyOnce: false);
        for (var i = 0; i < 2; i++)
        {
            handle.Set();
            done.WaitOne();
        }
        using var gone = new ManualResetEvent(false);
        var first = registered.Unregister(gone);
        gone.WaitOne();
        return Seen.All(first, calls, registered.Unregister(gone));
    }

    public static string The_time_is_up()
    {
        using var handle = new ManualResetEvent(false);
        using var done = new ManualResetEventSlim();
        var seen = "";
        ThreadPool.RegisterWaitForSingleObject(handle, (_, timedOut) =>
        {
            seen = $"{timedOut}";
            done.Set();
        }, null, 1u, executeOnlyOnce: true);
        done.Wait();
        return Seen.All(seen);
    }

    public static string Values_flow_unless_it_is_unsafe()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        using var handle = new ManualResetEvent(true);
        using var done = new CountdownEvent(2);
        int flowing = 0, unsafely = 0;
        ThreadPool.RegisterWaitForSingleObject(handle, (_, _) => { flowing = local.Value; done.Signal(); }, null, -1, true);
        ThreadPool.UnsafeRegisterWaitForSingleObject(handle, (_, _) => { unsafely = local.Value; done.Signal(); },
            null, -1, true);
        done.Wait();
        return Seen.All(flowing, unsafely);
    }

    public static string Canceled_on_the_pool()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        source.Token.Register(() => calls++);
        var cancel = source.CancelAsync();
        var isCanceled = source.IsCancellationRequested;
        cancel.Wait();
        return Seen.All(isCanceled, calls, source.CancelAsync().IsCompletedSuccessfully);
    }

    public static string What_callbacks_throw_on_the_pool()
    {
        using var source = new CancellationTokenSource();
        source.Token.Register(() => throw new FormatException());
        source.Token.Register(() => throw new InvalidOperationException());
        var cancel = source.CancelAsync();
        var thrown = Seen.Of(() => cancel.GetAwaiter().GetResult());
        source.Dispose();
        return Seen.All(thrown, cancel.Exception!.Flatten().InnerExceptions.Count,
            Seen.Of(() => source.CancelAsync().GetAwaiter().GetResult()));
    }

    public static string A_registration_is_disposed_of_asynchronously()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        var early = source.Token.Register(() => calls++);
        var late = source.Token.Register(() => calls += 10);
        var disposed = early.DisposeAsync().IsCompletedSuccessfully;
        source.Cancel();
        late.DisposeAsync().AsTask().Wait();
        return Seen.All(disposed, calls);
    }

    public static string Canceled_after_a_time()
    {
        using var source = new CancellationTokenSource();
        async Task Wait() => await Task.Delay(Timeout.Infinite, source.Token);
        var wait = Wait();
        source.CancelAfter(1);
        return Seen.All(Seen.Of(() => wait.GetAwaiter().GetResult()), wait.Status);
    }
}
