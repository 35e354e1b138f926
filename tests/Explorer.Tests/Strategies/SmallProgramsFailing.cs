namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs of which some schedule fails: both searches find one that does.</summary>
internal static class SmallProgramsFailing
{
    private const string Two = "static readonly object g = new(), h = new();";

    public static readonly SmallProgram[] All =
    [
        new("two locks against each other", Two, "", ["lock (g) lock (h) { }", "lock (h) lock (g) { }"]),
        new("three locks in a circle", "static readonly object a = new(), b = new(), c = new();", "", ["lock (a) lock (b) { }", "lock (b) lock (c) { }", "lock (c) lock (a) { }"]),
        new("a pulse before the wait", "static readonly object g = new();", "", ["lock (g) Monitor.Wait(g);", "lock (g) Monitor.Pulse(g);"]),
        new("one pulse for two", "static readonly object g = new(); static bool ready;", "ready = false;",
            ["lock (g) while (!ready) Monitor.Wait(g);", "lock (g) while (!ready) Monitor.Wait(g);", "lock (g) { ready = true; Monitor.Pulse(g); }"]),
        new("an event that is reset too early", "static ManualResetEvent e;", "e = new(false);", ["e.WaitOne();", "e.Set(); e.Reset();"]),
        new("a permit too few", "static SemaphoreSlim s;", "s = new(1);", ["s.Wait();", "s.Wait(); s.Release();"]),
        new("a check and then an act", "public static int x;", "x = 1;", ["if (Volatile.Read(ref x) > 0) if (Interlocked.Decrement(ref x) < 0) throw new Exception();",
            "if (Volatile.Read(ref x) > 0) if (Interlocked.Decrement(ref x) < 0) throw new Exception();"]),
        new("one who sees it half done", "static readonly object g = new(), h = new(); static int x, y;", "x = y = 0;", ["lock (g) x = 1; lock (h) y = x + 1;", "int a; lock (g) a = x; int b; lock (h) b = y; if (a == 1 && b != 2) throw new Exception();"]),
        new("a lock given up by who does not hold it", "static readonly object g = new();", "", ["if (!Monitor.TryEnter(g)) Monitor.Exit(g); else Monitor.Exit(g);", "lock (g) { }"]),
        new("a lost wakeup by a flag", "static int flag; static AutoResetEvent e;", "flag = 0; e = new(false);", ["if (Volatile.Read(ref flag) == 0) e.WaitOne();", "Volatile.Write(ref flag, 1); e.Set(); e.Reset();"]),
        new("spins for what nobody does", "static int flag;", "flag = 0;", ["if (Interlocked.Increment(ref flag) == 2) while (Volatile.Read(ref flag) == 2) ;", "Interlocked.Increment(ref flag);"]),
        new("any of two that others took", "static AutoResetEvent a, b;", "a = new(true); b = new(true);", ["WaitHandle.WaitAny(new WaitHandle[] { a, b });", "a.WaitOne();", "b.WaitOne(5);"]),
    ];
}
