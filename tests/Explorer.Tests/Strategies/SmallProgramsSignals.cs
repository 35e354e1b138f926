namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsSignals
{
    private const string Monitored = "static readonly object g = new(); static bool ready; public static int woken;";
    private const string WaitReady = "lock (g) { while (!ready) Monitor.Wait(g); woken++; }";
    private const string SetReady = "lock (g) { ready = true; Monitor.PulseAll(g); }";

    public static readonly SmallProgram[] All =
    [
        new("any of two events, one of which nobody has used before", "static AutoResetEvent e; static ManualResetEventSlim m; public static int x, y;",
            "e = new(false); m = new(false); x = y = 0;",
            ["x = WaitHandle.WaitAny(new WaitHandle[] { e, m.WaitHandle }, 5);", "m.Set();", "Volatile.Write(ref y, 1);"], 2),
        new("one waits for a pulse", Monitored, "ready = false; woken = 0;", [WaitReady, SetReady], 2),
        new("two wait, all are woken", Monitored, "ready = false; woken = 0;", [WaitReady, SetReady, WaitReady]),
        new("two wait, and two pulses", Monitored, "ready = false; woken = 0;", [WaitReady, "lock (g) { ready = true; Monitor.Pulse(g); Monitor.Pulse(g); }", WaitReady]),
        new("a wait with a time limit", Monitored + "public static bool pulsed;", "ready = false; woken = 0; pulsed = false;",
            ["lock (g) { if (!ready) pulsed = Monitor.Wait(g, 5); woken++; }", SetReady]),
        new("a slot with one place", "static readonly object g = new(); static int count; public static int taken;", "count = taken = 0;",
            ["lock (g) { while (count == 1) Monitor.Wait(g); count++; Monitor.PulseAll(g); }", "lock (g) { while (count == 0) Monitor.Wait(g); count--; taken++; Monitor.PulseAll(g); }",
                "lock (g) { while (count == 1) Monitor.Wait(g); count++; Monitor.PulseAll(g); }"]),
        new("an event", "static ManualResetEventSlim e;", "e = new(false);", ["e.Wait();", "e.Set();"], 1),
        new("an event that two wait for", "static ManualResetEventSlim e; public static int n;", "e = new(false); n = 0;",
            ["e.Wait(); Interlocked.Increment(ref n);", "e.Set();", "e.Wait(); Interlocked.Increment(ref n);"]),
        new("an event that is waited for with a time limit", "static ManualResetEventSlim e; public static bool was;", "e = new(false); was = false;", ["was = e.Wait(5);", "e.Set();"]),
        new("an event that is set, and looked at", "static ManualResetEventSlim e; public static bool was;", "e = new(false); was = false;", ["was = e.IsSet;", "e.Set();"], 2),
        new("an event set and reset", "static ManualResetEvent e; public static bool was;", "e = new(false); was = false;", ["was = e.WaitOne(5);", "e.Set(); e.Reset();"]),
        new("an event that lets one through", "static AutoResetEvent e; public static int n;", "e = new(true); n = 0;",
            ["e.WaitOne(); n++; e.Set();", "e.WaitOne(); n += 10; e.Set();"]),
        new("an event that lets one through, or nobody", "static AutoResetEvent e; public static int n;", "e = new(false); n = 0;",
            ["e.Set();", "if (e.WaitOne(0)) Interlocked.Add(ref n, 1);", "if (e.WaitOne(5)) Interlocked.Add(ref n, 10);"]),
        new("any of two events", "static AutoResetEvent a, b; public static int which;", "a = new(false); b = new(false); which = -1;",
            ["which = WaitHandle.WaitAny(new WaitHandle[] { a, b });", "a.Set();", "b.Set();"]),
        new("all of two events", "static AutoResetEvent a, b; public static bool both;", "a = new(false); b = new(false); both = false;",
            ["both = WaitHandle.WaitAll(new WaitHandle[] { a, b });", "a.Set();", "b.Set();"]),
        new("all of two events within a time, and another who takes one", "static AutoResetEvent a, b; public static bool both, one;", "a = new(true); b = new(true); both = one = false;",
            ["both = WaitHandle.WaitAll(new WaitHandle[] { a, b }, 5);", "one = b.WaitOne(5);"]),
        new("any of two that others take from", "static AutoResetEvent a, b; public static int which, other;", "a = new(true); b = new(true); which = other = -1;",
            ["which = WaitHandle.WaitAny(new WaitHandle[] { a, b }, 5);", "other = a.WaitOne(5) ? 1 : 0;", "b.Reset();"]),
        new("a semaphore with one permit", "static SemaphoreSlim s; public static string order;", "s = new(1); order = \"\";",
            ["s.Wait(); order += 1; s.Release();", "s.Wait(); order += 2; s.Release();"], 2),
        new("a semaphore with two permits for three", "static SemaphoreSlim s; public static int n;", "s = new(2); n = 0;",
            ["s.Wait(); Interlocked.Increment(ref n); s.Release();", "s.Wait(); s.Release();", "s.Wait(); s.Release();"]),
        new("a permit given first, and taken", "static SemaphoreSlim s;", "s = new(0);", ["s.Release();", "s.Wait();", "s.Release(); s.Wait();"]),
        new("a permit that is there or not", "static SemaphoreSlim s; public static bool a, b;", "s = new(1); a = b = false;", ["a = s.Wait(0);", "b = s.Wait(5);", "s.Release();"]),
        new("a count that two bring to zero", "static CountdownEvent c; public static int x;", "c = new(2); x = 0;",
            ["Interlocked.Increment(ref x); c.Signal();", "Interlocked.Increment(ref x); c.Signal();"], Main: "c.Wait(); x *= 10;"),
    ];
}
