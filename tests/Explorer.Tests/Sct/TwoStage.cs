namespace Workbook.Explorer.Tests.Sct;

/// <summary>Two fields that belong together, each under its own lock: a reader may come between (after CS.twostage, with one writer and one
/// reader, and with 99 and 1).</summary>
internal static class TwoStage
{
    public static void Bad() => Run(writers: 1, inOne: false);

    public static void Good() => Run(writers: 1, inOne: true);

    public static void Bad100() => Run(writers: 99, inOne: false);

    public static void Good100() => Run(writers: 99, inOne: true);

    private static void Run(int writers, bool inOne)
    {
        object first = new(), second = new(), both = new();
        int a = 0, b = 0;

        void Write()
        {
            if (inOne) Monitor.Enter(both);
            lock (first) a = 1;
            lock (second) b = Volatile.Read(ref a) + 1;
            if (inOne) Monitor.Exit(both);
        }

        void Read()
        {
            int seenA, seenB;
            if (inOne) Monitor.Enter(both);
            lock (first) seenA = a;
            if (seenA != 0)
            {
                lock (second) seenB = b;
                Assert.Equal(seenA + 1, seenB);
            }
            if (inOne) Monitor.Exit(both);
        }

        Threads.Run(writers, Write, Read);
    }
}
