namespace Workbook.Explorer.Tests.Sct;

/// <summary>Two classes of users take turns with a resource: the first of a class takes a lock while it holds the lock of the counts, which
/// the other class needs to give the first one up (after CS.carter01).</summary>
internal static class Carter01
{
    public static void Bad() => Run(waitsInside: true);

    public static void Good() => Run(waitsInside: false);

    private static void Run(bool waitsInside)
    {
        object counts = new();
        var resource = new SemaphoreSlim(1);
        int a = 0, b = 0;
        Threads.Run(() => Use(ref a), () => Use(ref b), static () => { }, static () => { });

        void Use(ref int users)
        {
            bool isFirst;
            lock (counts)
            {
                isFirst = ++users == 1;
                if (isFirst && waitsInside) resource.Wait();
            }
            if (isFirst && !waitsInside) resource.Wait();
            lock (counts)
            {
                if (--users == 0) resource.Release();
            }
        }
    }
}
