namespace Workbook.Explorer.Tests.Sct;

/// <summary>Two fields that belong together, written one after the other by some and read by one (after CS.reorder_3, _10, _100: so many
/// threads, the last of which reads).</summary>
internal static class Reorder
{
    public static void Bad3() => Run(writers: 2, inOne: false);

    public static void Good3() => Run(writers: 2, inOne: true);

    public static void Bad10() => Run(writers: 9, inOne: false);

    public static void Good10() => Run(writers: 9, inOne: true);

    public static void Bad100() => Run(writers: 99, inOne: false);

    public static void Good100() => Run(writers: 99, inOne: true);

    private static void Run(int writers, bool inOne)
    {
        var mutex = new object();
        int a = 0, b = 0;

        void Write()
        {
            if (inOne) Monitor.Enter(mutex);
            Volatile.Write(ref a, 1);
            Volatile.Write(ref b, -1);
            if (inOne) Monitor.Exit(mutex);
        }

        void Read()
        {
            if (inOne) Monitor.Enter(mutex);
            // As in C: b is read if a is 0, and b again, or a again, for the other half of the condition.
            Assert.True((Volatile.Read(ref a) == 0 && Volatile.Read(ref b) == 0) || (Volatile.Read(ref a) == 1 && Volatile.Read(ref b) == -1));
            if (inOne) Monitor.Exit(mutex);
        }

        Threads.Run(writers, Write, Read);
    }
}
