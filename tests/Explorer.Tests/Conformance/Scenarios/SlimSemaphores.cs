namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class SlimSemaphores
{
    public static string Arguments()
    {
        var s = new SemaphoreSlim(1);
        return Seen.All(Seen.Of(() => new SemaphoreSlim(-1)), Seen.Of(() => new SemaphoreSlim(2, 1)),
            Seen.Of(() => new SemaphoreSlim(0, 0)),
            Seen.Of(() => new SemaphoreSlim(-1, -1)), Seen.Of(() => s.Wait(TimeSpan.FromMilliseconds(-2))),
            Seen.Of(() => s.Wait(TimeSpan.FromDays(30))), Seen.Of(() => s.Release(0)), Seen.Of(() => s.Release(-1)),
            s.CurrentCount);
    }

    public static string Counting()
    {
        var s = new SemaphoreSlim(2);
        s.Wait();
        var first = s.CurrentCount;
        return Seen.All(first, s.Wait(0), s.CurrentCount, s.Wait(0), s.Wait(1), s.Release(), s.Release(3), s.CurrentCount,
            s.Wait(TimeSpan.Zero));
    }

    public static string Full()
    {
        var s = new SemaphoreSlim(1, 2);
        return Seen.All(s.Release(), Seen.Of(() => s.Release()), s.CurrentCount,
            Seen.Of(() => new SemaphoreSlim(int.MaxValue).Release()), Seen.Of(() => s.Release(2)));
    }

    public static string Disposed()
    {
        var s = new SemaphoreSlim(1);
        s.Dispose();
        s.Dispose();
        return Seen.All(Seen.Of(() => s.Wait()), Seen.Of(() => s.Wait(0)), Seen.Of(() => s.Release()),
            Seen.Of(() => s.AvailableWaitHandle),
            Seen.Of(() => s.CurrentCount), Seen.Of(() => s.Wait(new CancellationToken(true))));
    }

    public static string Its_handle_takes_nothing()
    {
        using var s = new SemaphoreSlim(1);
        var handle = s.AvailableWaitHandle;
        var seen = Seen.All(handle.WaitOne(0), handle.WaitOne(0), s.CurrentCount, handle == s.AvailableWaitHandle);
        s.Wait();
        var empty = handle.WaitOne(0);
        s.Release();
        return Seen.All(seen, empty, handle.WaitOne());
    }

    public static string Tokens()
    {
        var s = new SemaphoreSlim(1);
        using var source = new CancellationTokenSource();
        var free = Seen.Of(() => s.Wait(source.Token));
        source.Cancel();
        s.Release();
        return Seen.All(free, Seen.Of(() => s.Wait(source.Token)), Seen.Of(() => s.Wait(0, source.Token)),
            Seen.Of(() => s.Wait(TimeSpan.Zero, new CancellationToken(true))),
            s.CurrentCount, s.Wait(5, CancellationToken.None));
    }

    public static string Canceled_while_it_waits()
    {
        var s = new SemaphoreSlim(0);
        using var source = new CancellationTokenSource();
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => s.Wait(source.Token)));
        thread.Start();
        source.Cancel();
        thread.Join();
        return Seen.All(seen, s.CurrentCount);
    }

    public static string A_release_lets_one_through()
    {
        var s = new SemaphoreSlim(0);
        var x = 0;
        var thread = new Thread(() =>
        {
            s.Wait();
            x++;
        });
        thread.Start();
        x = 1;
        s.Release();
        thread.Join();
        return Seen.All(x, s.CurrentCount);
    }
}
