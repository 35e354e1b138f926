namespace Workbook.Explorer.Tests.Sct;

/// <summary>One guards the number by one lock, seven by another (after CS.wronglock).</summary>
internal static class WrongLock
{
    public static void Bad() => Run(sameLock: false);

    public static void Good() => Run(sameLock: true);

    private static void Run(bool sameLock)
    {
        object first = new(), second = sameLock ? first : new();
        var value = 0;
        Threads.Run(
        [
            () =>
            {
                lock (first)
                {
                    var before = value;
                    value++;
                    Assert.Equal(before + 1, value);
                }
            },
            .. Enumerable.Repeat(() => { lock (second) value++; }, 7),
        ]);
    }
}
