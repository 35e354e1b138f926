namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Countdowns
{
    public static string Arguments()
    {
        var c = new CountdownEvent(1);
        return Seen.All(Seen.Of(() => new CountdownEvent(-1)), Seen.Of(() => c.Signal(0)), Seen.Of(() => c.AddCount(0)),
            Seen.Of(() => c.TryAddCount(-1)),
            Seen.Of(() => c.Reset(-1)), Seen.Of(() => c.Wait(-2)), Seen.Of(() => c.Wait(TimeSpan.FromMilliseconds(-2))),
            Seen.Of(() => c.Wait(TimeSpan.FromDays(100))));
    }

    public static string Counting()
    {
        var c = new CountdownEvent(3);
        var seen = Seen.All(c.IsSet, c.Signal(), c.CurrentCount, c.Signal(2), c.IsSet, c.CurrentCount, c.InitialCount, c.Wait(0));
        c.Wait();
        return Seen.All(seen, Seen.Of(() => c.Signal()), c.TryAddCount(), Seen.Of(() => c.AddCount()));
    }

    public static string Adding()
    {
        var c = new CountdownEvent(1);
        c.AddCount(2);
        var seen = Seen.All(c.CurrentCount, c.TryAddCount(), c.CurrentCount, c.InitialCount, Seen.Of(() => c.Signal(5)),
            c.CurrentCount);
        return Seen.All(seen, Seen.Of(() => c.AddCount(int.MaxValue)), c.CurrentCount, c.Wait(0), c.Wait(1));
    }

    public static string Resetting()
    {
        var c = new CountdownEvent(2);
        c.Signal(2);
        c.Reset();
        var seen = Seen.All(c.CurrentCount, c.IsSet);
        c.Reset(5);
        seen = Seen.All(seen, c.CurrentCount, c.InitialCount);
        c.Reset(0);
        return Seen.All(seen, c.IsSet, c.InitialCount, new CountdownEvent(0).IsSet);
    }

    public static string Disposed()
    {
        var c = new CountdownEvent(1);
        c.Dispose();
        c.Dispose();
        return Seen.All(Seen.Of(() => c.Signal()), Seen.Of(() => c.Signal(0)), Seen.Of(() => c.AddCount()),
            Seen.Of(() => c.TryAddCount()), Seen.Of(() => c.Reset()),
            Seen.Of(() => c.Wait()), Seen.Of(() => c.Wait(-2)), Seen.Of(() => c.WaitHandle), Seen.Of(() => c.IsSet),
            Seen.Of(() => c.CurrentCount));
    }

    public static string Its_handle_follows_it()
    {
        using var c = new CountdownEvent(1);
        var handle = c.WaitHandle;
        var before = handle.WaitOne(0);
        c.Signal();
        return Seen.All(before, handle.WaitOne(), handle == c.WaitHandle);
    }

    public static string Tokens()
    {
        using var source = new CancellationTokenSource();
        var c = new CountdownEvent(1);
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => c.Wait(source.Token)));
        thread.Start();
        source.Cancel();
        thread.Join();
        c.Signal();
        return Seen.All(seen, Seen.Of(() => c.Wait(source.Token)), Seen.Of(() => c.Wait(0, source.Token)));
    }

    public static string All_come_before_the_wait()
    {
        var c = new CountdownEvent(2);
        var x = new int[2];
        Thread a = new(() => { x[0] = 1; c.Signal(); }), b = new(() => { x[1] = 2; c.Signal(); });
        a.Start();
        b.Start();
        c.Wait();
        var sum = x.Sum();
        a.Join();
        b.Join();
        return $"{sum}";
    }

    public static string The_last_has_seen_the_others()
    {
        var c = new CountdownEvent(2);
        var x = new int[2];
        var sum = 0;
        void Work(int i)
        {
            x[i] = i + 1;
            if (c.Signal()) sum = x.Sum();
        }
        Thread a = new(() => Work(0)), b = new(() => Work(1));
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return $"{sum}";
    }
}
