namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsTryLocks
{
    private const string Lock = "static readonly object g = new(); public static int x, missed;", Start = "x = missed = 0;";
    private const string Try = "if (Monitor.TryEnter(g)) { x++; Monitor.Exit(g); } else Interlocked.Increment(ref missed);";
    private const string TryLong = "if (Monitor.TryEnter(g, 5)) { x++; Monitor.Exit(g); } else Interlocked.Increment(ref missed);";

    public static readonly SmallProgram[] All =
    [
        new("one locks, one tries", Lock, Start, ["lock (g) x++;", Try]),
        new("two try", Lock, Start, [Try, Try]),
        new("one locks, two try", Lock, Start, ["lock (g) x++;", Try, Try]),
        new("one locks twice, one tries", Lock, Start, ["lock (g) x++; lock (g) x++;", Try]),
        new("one tries twice", Lock, Start, ["lock (g) x += 10;", Try + Try]),
        new("one locks, one tries for a time", Lock, Start, ["lock (g) x++;", TryLong]),
        new("two try for a time", Lock, Start, [TryLong, TryLong]),
        new("one tries, one waits for it, one tries for a time", Lock, Start, [Try, "lock (g) x += 10;", TryLong]),
        new("two locks against each other, with a way out", "static readonly object g = new(), h = new(); public static int x;", "x = 0;",
            ["lock (g) if (Monitor.TryEnter(h)) { x += 1; Monitor.Exit(h); }", "lock (h) if (Monitor.TryEnter(g)) { x += 10; Monitor.Exit(g); }"]),
    ];
}
