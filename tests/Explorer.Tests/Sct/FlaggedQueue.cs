namespace Workbook.Explorer.Tests.Sct;

/// <summary>One puts, one takes when a flag says so, and compares with what it thinks was put at that index (after CS.queue).</summary>
internal static class FlaggedQueue
{
    private const int Size = 20;

    public static void Bad() => Run(countsTaken: false);

    public static void Good() => Run(countsTaken: true);

    private static void Run(bool countsTaken)
    {
        var mutex = new object();
        var queue = new Queue<int>();
        var stored = new int[Size];
        bool put = true, take = false;
        Threads.Run(
            () =>
            {
                var value = 0;
                lock (mutex)
                {
                    queue.Enqueue(value);
                    stored[0] = value;
                }
                for (var i = 0; i < Size - 1; i++)
                {
                    lock (mutex)
                    {
                        if (!put) continue;
                        queue.Enqueue(++value);
                        stored[countsTaken ? value : i + 1] = value;
                        (put, take) = (false, true);
                    }
                }
            },
            () =>
            {
                var taken = 0;
                for (var i = 0; i < Size; i++)
                {
                    lock (mutex)
                    {
                        if (!take) continue;
                        Assert.Equal(stored[countsTaken ? taken++ : i], queue.Dequeue());
                        (put, take) = (true, false);
                    }
                }
            });
    }
}
