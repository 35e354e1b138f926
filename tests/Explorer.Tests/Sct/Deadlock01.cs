namespace Workbook.Explorer.Tests.Sct;

/// <summary>Two locks, taken in opposite orders (after CS.deadlock01).</summary>
internal static class Deadlock01
{
    public static void Bad() => Run(inOneOrder: false);

    public static void Good() => Run(inOneOrder: true);

    private static void Run(bool inOneOrder)
    {
        object a = new(), b = new();
        var counter = 1;
        Threads.Run(
            () => { lock (a) lock (b) counter++; },
            () => { lock (inOneOrder ? a : b) lock (inOneOrder ? b : a) counter--; });
    }
}
