namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsThreads
{
    public static readonly SmallProgram[] All =
    [
        new("a thread that starts a thread", "public static int x;", "x = 0;",
            ["var c = new Thread(() => Interlocked.Add(ref x, 1)); c.Start(); c.Join();", "Interlocked.Exchange(ref x, 10);"], 2),
        new("two threads that start a thread each: which is the third?", "public static int x, y;", "x = y = 0;",
            ["var c = new Thread(() => Interlocked.Add(ref x, 1)); c.Start(); c.Join();", "var c = new Thread(() => Interlocked.Add(ref y, 1)); c.Start(); c.Join();"], 1),
        new("two grandchildren who meet", "public static int x;", "x = 1;",
            ["var c = new Thread(() => Interlocked.Add(ref x, 2)); c.Start(); c.Join();", "var c = new Thread(() => Interlocked.Exchange(ref x, 5)); c.Start(); c.Join();"], 2),
        new("joined by two", "public static int x; static Thread c;", "x = 0; c = new Thread(() => Interlocked.Increment(ref x)); c.Start();",
            ["c.Join(); Interlocked.Increment(ref x);", "c.Join(); Interlocked.Increment(ref x);"], 2),
        new("joined within a time", "public static int x; public static bool ended; static Thread c;", "x = 0; ended = false; c = new Thread(() => Interlocked.Increment(ref x)); c.Start();",
            ["ended = c.Join(5); c.Join();"]),
        new("joined within a time by two, and worked beside", "public static int x; public static bool a, b; static Thread c;",
            "x = 0; a = b = false; c = new Thread(() => Interlocked.Increment(ref x)); c.Start();", ["a = c.Join(5); Interlocked.Increment(ref x);", "b = c.Join(5); c.Join();"]),
        new("a yield orders nothing", "public static int x;", "x = 0;", ["Thread.Yield(); Interlocked.Add(ref x, 1);", "Interlocked.Exchange(ref x, 5);"], 2),
        new("a sleep orders nothing", "public static int x;", "x = 0;", ["Thread.Sleep(5); Interlocked.Add(ref x, 1);", "Interlocked.Exchange(ref x, 5); Thread.Sleep(1); Interlocked.Exchange(ref x, 7);"]),
        new("elements of one array", "public static int[] x;", "x = new int[2];", ["x[0]++;", "x[1]++;"], 1),
        new("one element of an array", "public static int[] x;", "x = new int[2];", ["x[0]++;", "x[0] += 2;"]),
        new("elements by atomic steps", "public static int[] x;", "x = new int[2];", ["Interlocked.Increment(ref x[0]); Interlocked.Increment(ref x[1]);", "Interlocked.Add(ref x[1], 2);"], 2),
        new("an object handed over", "static object box; public static int r;", "box = null; r = 0;",
            ["Volatile.Write(ref box, new int[] { 7 });", "if (Volatile.Read(ref box) is int[] b) r = b[0];"], 2),
        new("spins for a flag", "static int flag; public static int x;", "flag = x = 0;", ["while (Volatile.Read(ref flag) == 0) ; x++;", "x = 5; Volatile.Write(ref flag, 1);"]),
        new("spins for a flag, giving way", "static int flag; public static int x;", "flag = x = 0;", ["while (Volatile.Read(ref flag) == 0) Thread.Yield(); x++;", "x = 5; Volatile.Write(ref flag, 1);"]),
        new("a spin lock", "static int taken; public static string order;", "taken = 0; order = \"\";",
            ["while (Interlocked.CompareExchange(ref taken, 1, 0) != 0) ; order += 1; Volatile.Write(ref taken, 0);", "while (Interlocked.CompareExchange(ref taken, 1, 0) != 0) ; order += 2; Volatile.Write(ref taken, 0);"]),
        new("a spin lock that looks first", "static int taken; public static string order;", "taken = 0; order = \"\";", ["Take(); order += 1; Volatile.Write(ref taken, 0);", "Take(); order += 2; Volatile.Write(ref taken, 0);"],
            Members: "static void Take() { while (true) { while (Volatile.Read(ref taken) == 1) ; if (Interlocked.Exchange(ref taken, 1) == 0) return; } }"),
        new("spins until a lock is free", "static readonly object g = new(); public static string order;", "order = \"\";", ["while (!Monitor.TryEnter(g)) ; order += 1; Monitor.Exit(g);", "lock (g) order += 2;"]),
        new("spins for either of two flags", "static int a, b; public static int r;", "a = b = r = 0;",
            ["while (Volatile.Read(ref a) == 0 && Volatile.Read(ref b) == 0) ; r = Volatile.Read(ref a) + 2 * Volatile.Read(ref b);", "Volatile.Write(ref a, 1);", "Volatile.Write(ref b, 1);"]),
        new("gives up spinning after three rounds", "static int flag; public static int r;", "flag = r = 0;",
            ["for (var i = 0; i < 3; i++) if (Volatile.Read(ref flag) == 1) { r = 1; break; }", "Volatile.Write(ref flag, 1);"], 4),
        new("Peterson", "static int a, b, turn; public static string order;", "a = b = turn = 0; order = \"\";",
            ["Volatile.Write(ref a, 1); Volatile.Write(ref turn, 1); while (Volatile.Read(ref b) == 1 && Volatile.Read(ref turn) == 1) ; order += 1; Volatile.Write(ref a, 0);",
                "Volatile.Write(ref b, 1); Volatile.Write(ref turn, 0); while (Volatile.Read(ref a) == 1 && Volatile.Read(ref turn) == 0) ; order += 2; Volatile.Write(ref b, 0);"]),
    ];
}
