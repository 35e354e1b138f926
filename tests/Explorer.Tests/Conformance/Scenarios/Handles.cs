namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Handles
{
    public static string Arguments()
    {
        var e = new ManualResetEvent(true);
        return Seen.All(Seen.Of(() => WaitHandle.WaitAny(null!)), Seen.Of(() => WaitHandle.WaitAny([])),
            Seen.Of(() => WaitHandle.WaitAll([])),
            Seen.Of(() => WaitHandle.WaitAll(null!)), Seen.Of(() => WaitHandle.WaitAny([e, null!])),
            Seen.Of(() => WaitHandle.WaitAll([null!])),
            Seen.Of(() => WaitHandle.WaitAny([e], -2)), Seen.Of(() => WaitHandle.WaitAll([e], TimeSpan.FromMilliseconds(-2))),
            Seen.Of(() => WaitHandle.WaitAny(Enumerable.Repeat<WaitHandle>(e, 65).ToArray())),
            Seen.Of(() => WaitHandle.WaitAll([e, e])),
            Seen.Of(() => WaitHandle.SignalAndWait(null!, e)), Seen.Of(() => WaitHandle.SignalAndWait(e, null!)),
            Seen.Of(() => WaitHandle.SignalAndWait(e, e, -2, false)), WaitHandle.WaitTimeout);
    }

    public static string Any()
    {
        WaitHandle a = new ManualResetEvent(false), b = new AutoResetEvent(true), c = new ManualResetEvent(true),
            d = new Semaphore(1, 1);
        return Seen.All(WaitHandle.WaitAny([a, b, c]), WaitHandle.WaitAny([a, b, c]), WaitHandle.WaitAny([b, d, c]),
            WaitHandle.WaitAny([b, d, c]),
            WaitHandle.WaitAny([a, b], 0), WaitHandle.WaitAny([a, b], 1), WaitHandle.WaitAny([a, c], TimeSpan.Zero, true),
            WaitHandle.WaitAny([c, c]));
    }

    public static string All()
    {
        AutoResetEvent a = new(true), b = new(false);
        var semaphore = new Semaphore(1, 2);
        var before = WaitHandle.WaitAll([a, b], 0);
        var kept = a.WaitOne(0); // all or nothing: it was not taken
        a.Set();
        b.Set();
        return Seen.All(before, kept, WaitHandle.WaitAll([a, semaphore, b]), a.WaitOne(0), b.WaitOne(0),
            semaphore.WaitOne(0), WaitHandle.WaitAll([a], 1));
    }

    public static string Signal_and_wait()
    {
        AutoResetEvent a = new(false), b = new(true);
        var semaphore = new Semaphore(1, 1);
        return Seen.All(WaitHandle.SignalAndWait(a, b), a.WaitOne(0), WaitHandle.SignalAndWait(a, b, 0, false),
            WaitHandle.SignalAndWait(b, a, TimeSpan.FromSeconds(5), true),
            Seen.Of(() => WaitHandle.SignalAndWait(semaphore, b)), Seen.Of(() => WaitHandle.SignalAndWait(new Mutex(), b)));
    }

    public static string A_thread_waits_for_any_of_two()
    {
        AutoResetEvent a = new(false), b = new(false);
        var seen = -1;
        var thread = new Thread(() => seen = WaitHandle.WaitAny([a, b]));
        thread.Start();
        b.Set();
        thread.Join();
        return Seen.All(seen, b.WaitOne(0));
    }

    public static string A_thread_waits_for_both()
    {
        ManualResetEvent a = new(false), b = new(false);
        var n = 0;
        var thread = new Thread(() =>
        {
            WaitHandle.WaitAll([a, b]);
            n += 10;
        });
        thread.Start();
        n = 1;
        b.Set();
        a.Set();
        thread.Join();
        return $"{n}";
    }

    public static string Of_a_token()
    {
        using var source = new CancellationTokenSource();
        var handle = source.Token.WaitHandle;
        var before = handle.WaitOne(0);
        source.Cancel();
        return Seen.All(before, WaitHandle.WaitAny([new ManualResetEvent(false), handle]));
    }
}
