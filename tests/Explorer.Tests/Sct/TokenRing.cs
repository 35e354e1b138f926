namespace Workbook.Explorer.Tests.Sct;

/// <summary>Three pass a number round, and a fourth expects all to have the same, in whatever order they did it (after CS.token_ring).</summary>
internal static class TokenRing
{
    public static void Bad() => Run(expectsOrder: true);

    public static void Good() => Run(expectsOrder: false);

    private static void Run(bool expectsOrder)
    {
        var mutex = new object();
        int x1 = 1, x2 = 2, x3 = 1;
        bool done1 = false, done2 = false, done3 = false;
        Threads.Run(
            () => { lock (mutex) (x1, done1) = ((x3 + 1) % 4, true); },
            () => { lock (mutex) (x2, done2) = (x1, true); },
            () => { lock (mutex) (x3, done3) = (x2, true); },
            () => { lock (mutex) Assert.True(!expectsOrder || !(done1 && done2 && done3) || (x1 == x2 && x2 == x3)); });
    }
}
