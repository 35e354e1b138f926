namespace Workbook.Explorer.Tests.Sct;

/// <summary>One pushes, one pops once something was pushed, and forgets that it may have popped it (after CS.stack).</summary>
internal static class Stack
{
    private const int Size = 10;

    public static void Bad() => Run(looks: false);

    public static void Good() => Run(looks: true);

    private static void Run(bool looks)
    {
        var mutex = new object();
        var items = new int[Size];
        var top = 0;
        var pushed = false;
        Threads.Run(
            () =>
            {
                for (var i = 0; i < Size; i++)
                {
                    lock (mutex)
                    {
                        Assert.NotEqual(Size, top);
                        items[top++] = i;
                        pushed = true;
                    }
                }
            },
            () =>
            {
                for (var i = 0; i < Size; i++)
                {
                    lock (mutex)
                    {
                        if (!pushed || (looks && top == 0)) continue;
                        Assert.NotEqual(0, top);
                        top--;
                    }
                }
            });
    }
}
