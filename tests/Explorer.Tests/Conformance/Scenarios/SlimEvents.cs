namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class SlimEvents
{
    public static string Arguments()
    {
        var e = new ManualResetEventSlim();
        return Seen.All(Seen.Of(() => new ManualResetEventSlim(false, -1)),
            Seen.Of(() => new ManualResetEventSlim(false, 2048)), Seen.Of(() => e.Wait(-2)),
            Seen.Of(() => e.Wait(TimeSpan.FromMilliseconds(-2))), Seen.Of(() => e.Wait(TimeSpan.FromDays(100))),
            Environment.ProcessorCount == 1 ? 7 : new ManualResetEventSlim(true, 7).SpinCount); // the platform's is 1 there
    }

    public static string Setting_and_resetting()
    {
        var e = new ManualResetEventSlim();
        var seen = Seen.All(e.IsSet, e.Wait(0), e.Wait(1));
        e.Set();
        e.Set();
        e.Wait();
        seen = Seen.All(seen, e.IsSet, e.Wait(0), e.Wait(TimeSpan.FromSeconds(5)));
        e.Reset();
        return Seen.All(seen, e.IsSet, e.Wait(TimeSpan.Zero), new ManualResetEventSlim(true).IsSet);
    }

    public static string Disposed()
    {
        var e = new ManualResetEventSlim();
        e.Dispose();
        e.Dispose();
        return Seen.All(Seen.Of(() => e.Wait()), Seen.Of(() => e.Wait(-2)), Seen.Of(() => e.Reset()),
            Seen.Of(() => e.Set()), Seen.Of(() => e.IsSet),
            Seen.Of(() => e.WaitHandle), Seen.Of(() => e.Wait(new CancellationToken(true))));
    }

    public static string Its_handle_follows_it()
    {
        using var e = new ManualResetEventSlim();
        var handle = e.WaitHandle;
        var before = handle.WaitOne(0);
        e.Set();
        var set = handle.WaitOne();
        e.Reset();
        return Seen.All(before, set, handle.WaitOne(0), handle == e.WaitHandle);
    }

    public static string Tokens()
    {
        var e = new ManualResetEventSlim(true);
        using var source = new CancellationTokenSource();
        var set = Seen.Of(() => e.Wait(source.Token));
        source.Cancel();
        return Seen.All(set, Seen.Of(() => e.Wait(source.Token)), Seen.Of(() => e.Wait(0, source.Token)),
            Seen.Of(() => e.Wait(TimeSpan.Zero, source.Token)));
    }

    public static string Canceled_while_it_waits()
    {
        var e = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => e.Wait(source.Token)));
        thread.Start();
        source.Cancel();
        thread.Join();
        return seen;
    }

    public static string Two_wait_for_one()
    {
        var e = new ManualResetEventSlim();
        var (x, n) = (0, 0);
        void Wait()
        {
            e.Wait();
            Interlocked.Add(ref n, x);
        }
        Thread a = new(Wait), b = new(Wait);
        a.Start();
        b.Start();
        x = 5;
        e.Set();
        a.Join();
        b.Join();
        return $"{n}";
    }
}
