using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs that nobody thought of.</summary>
internal static class RandomPrograms
{
    private const string Fields = """
        static readonly object g = new(), h = new();
        static int a, b, c; static AutoResetEvent e; static ManualResetEventSlim m; static SemaphoreSlim s;
        public static int x, y, z; public static string r;
        """;
    private const string Setup = "a = b = c = x = y = z = 0; r = \"\"; e = new(false); m = new(false); s = new(1);";

    // Each operation leaves a trace in what the program ends with.
    private static readonly string[] _operations =
    [
        "Interlocked.Increment(ref x);",
        "Interlocked.Exchange(ref x, ID);",
        "Interlocked.CompareExchange(ref x, ID, 0);",
        "if (Interlocked.CompareExchange(ref y, ID, 1) == 0) Volatile.Write(ref y, 1);",
        "lock (g) z = 2 * z + ID;",
        "lock (g) lock (h) z = 3 * z + ID;",
        "lock (h) Interlocked.Add(ref y, ID);",
        "if (Monitor.TryEnter(g)) { z = 2 * z + ID; Monitor.Exit(g); }",
        "if (Monitor.TryEnter(g, 5)) { z += ID; Monitor.Exit(g); } else Interlocked.Increment(ref x);",
        "e.Set();",
        "if (e.WaitOne(5)) Interlocked.Add(ref x, 10);",
        "m.Set();",
        "if (m.Wait(5)) Interlocked.Add(ref y, 10);",
        "m.Reset();",
        "if (m.IsSet) Interlocked.Add(ref y, 100);",
        "if (s.Wait(0)) { Interlocked.Add(ref x, 100); s.Release(); }",
        "s.Wait(); Interlocked.Add(ref y, ID); s.Release();",
        "Volatile.Write(ref a, ID);",
        "Interlocked.Add(ref x, Volatile.Read(ref a));",
        "if (Volatile.Read(ref b) == 0) Volatile.Write(ref a, ID); else Volatile.Write(ref b, 0);",
        "Volatile.Write(ref b, 1);",
        "z += ID;",
        "lock (g) { if (z == 0) Monitor.Wait(g, 5); z += ID; }",
        "lock (g) { z++; Monitor.PulseAll(g); }",
        "Thread.Yield();",
        "WaitHandle.WaitAny(new WaitHandle[] { e, m.WaitHandle }, 5);",
        "WaitHandle.WaitAll(new WaitHandle[] { e, m.WaitHandle }, 5);",
        // Guards: their time is up only when nobody else can move.
        "if (e.WaitOne(2000)) Interlocked.Add(ref x, 10);",
        "if (m.Wait(3000)) Interlocked.Add(ref y, 10);",
        "lock (g) { if (z == 0 && !Monitor.Wait(g, 2000)) x += ID; z += ID; }",
        "Thread.Sleep(5); Interlocked.Increment(ref x);",
        // These spin, and come to an end.
        "while (Interlocked.CompareExchange(ref c, 1, 0) != 0) ; z += ID; Volatile.Write(ref c, 0);",
        "while (!Monitor.TryEnter(h)) ; y += ID; Monitor.Exit(h);",
        "{ var wait = new SpinWait(); while (Interlocked.Exchange(ref c, 1) != 0) wait.SpinOnce(); Volatile.Write(ref c, 0); }",
    ];

    // These may wait for ever.
    private static readonly string[] _waits =
    [
        "e.WaitOne();", "m.Wait();", "s.Wait();", "lock (h) lock (g) z++;", "lock (g) { if (z == 0) Monitor.Wait(g); }",
        "while (Volatile.Read(ref b) == 0) ;", "while (!Monitor.TryEnter(h)) ; Monitor.Exit(h);",
    ];

    /// <param name="seed">Same seed, same programs.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">At most, of them.</param>
    /// <param name="operations">At most, of each.</param>
    /// <param name="mayFail">Whether some may wait for ever.</param>
    public static SmallProgram[] Make(ulong seed, int count, int threads, int operations, bool mayFail)
    {
        var dice = new Dice(seed);
        var programs = new SmallProgram[count];
        for (var i = 0; i < count; i++)
        {
            var bodies = new string[2 + dice.Next(threads - 1)];
            for (var thread = 0; thread < bodies.Length; thread++)
            {
                var length = 1 + dice.Next(operations);
                for (var k = 0; k < length; k++)
                {
                    var among = mayFail && dice.Next(4) == 0 ? _waits : _operations;
                    bodies[thread] += among[dice.Next(among.Length)].Replace("ID", $"{thread + 1}", StringComparison.Ordinal) + " ";
                }
            }
            programs[i] = new SmallProgram($"{seed}/{i}: {string.Join(" || ", bodies)}", Fields, Setup, bodies);
        }
        return programs;
    }
}
