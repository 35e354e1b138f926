namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsAtomics
{
    public static readonly SmallProgram[] All =
    [
        new("one variable, one atomic step each", "public static int x;", "x = 0;", ["Interlocked.Increment(ref x);", "Interlocked.Increment(ref x);"], 2),
        new("two variables", "public static int x, y;", "x = y = 0;", ["Interlocked.Increment(ref x);", "Interlocked.Increment(ref y);"], 1),
        new("one variable, three threads", "public static int x;", "x = 0;",
            ["Interlocked.Add(ref x, 1);", "x = Interlocked.Exchange(ref x, 5) > 1 ? 1 : 0;", "Interlocked.Add(ref x, 3);"]),
        new("one variable, two steps each: 4! / (2! 2!)", "public static int x;", "x = 0;",
            ["Interlocked.Increment(ref x); Interlocked.Increment(ref x);", "Interlocked.Add(ref x, 2); Interlocked.Add(ref x, 2);"], 6),
        new("two readers and a writer: each reads before or after it", "static int x; public static int r1, r2;", "x = r1 = r2 = 0;",
            ["r1 = Volatile.Read(ref x);", "Volatile.Write(ref x, 1);", "r2 = Volatile.Read(ref x);"], 4),
        new("two writers and a reader", "static int x; public static int r;", "x = r = 0;",
            ["Volatile.Write(ref x, 1);", "Volatile.Write(ref x, 2);", "r = Volatile.Read(ref x);"], 6),
        new("store buffering, of which interleavings show three of four outcomes", "static int x, y; public static int r1, r2;", "x = y = r1 = r2 = 0;",
            ["Volatile.Write(ref x, 1); r1 = Volatile.Read(ref y);", "Volatile.Write(ref y, 1); r2 = Volatile.Read(ref x);"], 3),
        new("message passing", "static int data, flag; public static int r;", "data = flag = 0; r = -1;",
            ["data = 1; Volatile.Write(ref flag, 1);", "if (Volatile.Read(ref flag) == 1) r = data;"], 2),
        new("one wins a compare-exchange", "static int x; public static int winner;", "x = winner = 0;",
            ["if (Interlocked.CompareExchange(ref x, 1, 0) == 0) winner = 1;", "if (Interlocked.CompareExchange(ref x, 1, 0) == 0) winner = 2;"], 2),
        new("two losers of three: their order does not matter", "static int x; public static int winner;", "x = winner = 0;",
            ["if (Interlocked.CompareExchange(ref x, 1, 0) == 0) winner = 1;", "if (Interlocked.CompareExchange(ref x, 1, 0) == 0) winner = 2;",
                "if (Interlocked.CompareExchange(ref x, 1, 0) == 0) winner = 3;"], 3),
        new("a read decides what is written", "static int x, y; public static int r;", "x = y = r = 0;",
            ["if (Volatile.Read(ref x) == 0) Volatile.Write(ref y, 1); else Volatile.Write(ref y, 2);", "Volatile.Write(ref x, 1); r = Volatile.Read(ref y);"]),
        new("increments by compare-exchange, again when they fail", "public static int x;", "x = 0;", ["Add();", "Add();"],
            Members: "static void Add() { while (true) { var seen = Volatile.Read(ref x); if (Interlocked.CompareExchange(ref x, seen + 1, seen) == seen) return; } }"),
        new("a lost update", "public static int x;", "x = 0;", ["x++;", "x++;"]),
        new("a race on one field and none on another", "public static int x, y; static readonly object g = new();", "x = y = 0;",
            ["x = 1; lock (g) y++;", "lock (g) y++; x = 2;"]),
    ];
}
