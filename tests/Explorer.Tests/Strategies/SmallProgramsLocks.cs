namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsLocks
{
    private const string Lock = "static readonly object g = new();", Two = "static readonly object g = new(), h = new();";

    public static readonly SmallProgram[] All =
    [
        new("one lock, twice and once", Lock, "", ["lock (g) { } lock (g) { }", "lock (g) { }"], 3),
        new("one lock, three threads", Lock + "public static string order;", "order = \"\";", ["lock (g) order += 1;", "lock (g) order += 2;", "lock (g) order += 3;"], 6),
        new("two locks, each its own", Two, "", ["lock (g) { }", "lock (h) { }"], 1),
        new("two locks in one order", Two + "public static int x;", "x = 1;", ["lock (g) lock (h) x += 1;", "lock (g) lock (h) x *= 3;"], 2),
        new("a lock and an atomic step", Lock + "public static int x, y;", "x = y = 0;",
            ["lock (g) x++; Interlocked.Increment(ref y);", "lock (g) x++; Interlocked.Increment(ref y);"], 4),
        new("a lock in a lock, and one alone", Two + "public static int x;", "x = 1;", ["lock (g) { lock (h) x += 1; }", "lock (h) x *= 2;", "lock (g) { }"], 4),
        new("a lock taken again by its owner", Lock + "public static int x;", "x = 0;", ["lock (g) lock (g) x++;", "lock (g) x++;"], 2),
        new("three threads, two locks, a chain", "static readonly object a = new(), b = new(); public static int x, y;", "x = y = 0;",
            ["lock (a) x++;", "lock (a) x *= 2; lock (b) y++;", "lock (b) y *= 2;"], 4),
        new("the new lock", "static readonly Lock g = new(); public static int x;", "x = 0;", ["lock (g) x += 1;", "lock (g) x *= 2;", "lock (g) x -= 3;"], 6),
        new("locks that cross: the order of one decides the other's", Two + "public static int x;", "x = 0;",
            ["lock (g) x += 1; lock (h) { }", "lock (h) { } lock (g) x *= 2;"]),
        new("balance: read under the lock, written under the lock, and let go between", Lock + "public static int balance;", "balance = 10;",
            ["int r; lock (g) r = balance; lock (g) balance = r - 2;"], Main: "lock (g) balance += 1;"),
    ];
}
