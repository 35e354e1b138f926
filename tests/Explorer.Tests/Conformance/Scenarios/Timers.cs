namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Timers
{
    private static readonly TimeSpan _tooLong = TimeSpan.FromDays(60);

    public static string Arguments()
    {
        using var timer = new Timer(_ => { });
        return Seen.All(Seen.Of(() => new Timer(null!)), Seen.Of(() => new Timer(null!, null, -2, 0)),
            Seen.Of(() => new Timer(null!, null, 0, 0)), Seen.Of(() => new Timer(_ => { }, null, -2, 0)),
            Seen.Of(() => new Timer(_ => { }, null, 0, -2)), Seen.Of(() => new Timer(_ => { }, null, _tooLong, TimeSpan.Zero)),
            Seen.Of(() => new Timer(_ => { }, null, -2L, 0)), Seen.Of(() => new Timer(_ => { }, null, 0, 0xFFFFFFFFL)),
            Seen.Of(() => timer.Change(-2, -2)), Seen.Of(() => timer.Change(0, -2)), Seen.Of(() => timer.Change(0xFFFFFFFFL, 0)),
            Seen.Of(() => timer.Change(uint.MaxValue, uint.MaxValue)), Seen.Of(() => timer.Change(TimeSpan.Zero, _tooLong)),
            Seen.Of(() => timer.Dispose(null!)));
    }

    public static string It_calls_once()
    {
        using var done = new ManualResetEventSlim();
        object? state = null;
        using var timer = new Timer(s => { state = s; done.Set(); }, "it", 1, Timeout.Infinite);
        done.Wait();
        return Seen.All(state);
    }

    public static string Its_state_may_be_itself()
    {
        using var done = new ManualResetEventSlim();
        object? state = null;
        using var timer = new Timer(s => { state = s; done.Set(); });
        var changed = timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        done.Wait();
        return Seen.All(changed, state == timer);
    }

    public static string It_calls_again_and_again()
    {
        using var done = new CountdownEvent(4);
        using var timer = new Timer(_ => { if (!done.IsSet) Seen.Of(() => done.Signal()); }, null, 0, 1);
        done.Wait();
        return "four times";
    }

    public static string Disposed()
    {
        var timer = new Timer(_ => { });
        timer.Dispose();
        timer.Dispose();
        using var handle = new ManualResetEvent(false);
        return Seen.All(timer.Change(1, 1), Seen.Of(() => timer.Change(-2, 1)), timer.Dispose(handle), handle.WaitOne(0),
            timer.DisposeAsync().IsCompletedSuccessfully);
    }

    public static string Disposed_with_a_handle()
    {
        var calls = 0;
        using var begun = new ManualResetEventSlim();
        var timer = new Timer(_ => { begun.Set(); Interlocked.Increment(ref calls); }, null, 0, Timeout.Infinite);
        begun.Wait();
        using var handle = new ManualResetEvent(false);
        var first = timer.Dispose(handle);
        handle.WaitOne();
        return Seen.All(first, calls, timer.Dispose(handle), Seen.Of(() => timer.DisposeAsync().AsTask().Wait()));
    }

    public static string Disposed_asynchronously()
    {
        var calls = 0;
        using var begun = new ManualResetEventSlim();
        var timer = new Timer(_ => { begun.Set(); Interlocked.Increment(ref calls); }, null, 0, Timeout.Infinite);
        begun.Wait();
        timer.DisposeAsync().AsTask().Wait();
        using var handle = new ManualResetEvent(false);
        return Seen.All(calls, timer.DisposeAsync().IsCompletedSuccessfully, timer.Dispose(handle), timer.Change(1, 1));
    }

    public static string It_sets_its_own_time_again()
    {
        using var done = new ManualResetEventSlim();
        var calls = 0;
        Timer? timer = null;
        timer = new Timer(_ =>
        {
            if (++calls < 3) timer!.Change(1, Timeout.Infinite);
            else done.Set();
        });
        timer.Change(1, Timeout.Infinite);
        done.Wait();
        timer.Dispose();
        return Seen.All(calls);
    }

    public static string Values_flow_from_who_made_it()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        using var done = new ManualResetEventSlim();
        var seen = 0;
        using var timer = new Timer(_ => { seen = local.Value; done.Set(); });
        local.Value = 2;
        timer.Change(0, Timeout.Infinite);
        done.Wait();
        return Seen.All(seen);
    }

    public static string Periodic_arguments()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(60));
        return Seen.All(Seen.Of(() => new PeriodicTimer(TimeSpan.Zero)), Seen.Of(() => new PeriodicTimer(_tooLong)),
            Seen.Of(() => new PeriodicTimer(TimeSpan.FromMilliseconds(-1)).Period),
            Seen.Of(() => new PeriodicTimer(TimeSpan.FromTicks(1))),
            timer.Period, Seen.Of(() => timer.Period = TimeSpan.Zero),
            Seen.Of(() => timer.Period = TimeSpan.FromMilliseconds(5)), timer.Period);
    }

    public static string Periodic_ticks()
    {
        var ticks = 0;
        async Task Count()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
            while (ticks < 4 && await timer.WaitForNextTickAsync()) ticks++;
        }
        Count().Wait();
        return Seen.All(ticks);
    }

    public static string Periodic_ends()
    {
        var timer = new PeriodicTimer(TimeSpan.FromSeconds(60));
        var wait = timer.WaitForNextTickAsync().AsTask();
        var second = Seen.Of(() => timer.WaitForNextTickAsync());
        timer.Dispose();
        return Seen.All(second, wait.Result, timer.WaitForNextTickAsync().Result,
            Seen.Of(() => timer.Period = TimeSpan.FromSeconds(1)),
            Seen.Of(() => timer.WaitForNextTickAsync(new CancellationToken(true)).AsTask().GetAwaiter().GetResult()));
    }

    public static string Periodic_is_canceled()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(60));
        using var source = new CancellationTokenSource();
        var wait = timer.WaitForNextTickAsync(source.Token).AsTask();
        source.Cancel();
        var seen = Seen.Of(() => wait.GetAwaiter().GetResult());
        var again = timer.WaitForNextTickAsync().AsTask();
        timer.Dispose();
        return Seen.All(seen, wait.Status, again.Result);
    }
}
