namespace Workbook.Explorer.Tests.Sct;

/// <summary>A sum that is too large once two others have added to it (after CS.lazy01).</summary>
internal static class Lazy01
{
    public static void Bad() => Run(limit: 3);

    public static void Good() => Run(limit: 4);

    private static void Run(int limit)
    {
        var mutex = new object();
        var data = 0;
        Threads.Run(
            () => { lock (mutex) data++; },
            () => { lock (mutex) data += 2; },
            () => { lock (mutex) Assert.True(data < limit); });
    }
}
