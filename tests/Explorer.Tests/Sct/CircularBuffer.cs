namespace Workbook.Explorer.Tests.Sct;

/// <summary>One sends, one receives by turns; the receiver counts its rounds, and not what it received (after CS.circular_buffer).</summary>
internal static class CircularBuffer
{
    private const int Rounds = 7;

    public static void Bad() => Run(countsReceived: false);

    public static void Good() => Run(countsReceived: true);

    private static void Run(bool countsReceived)
    {
        var mutex = new object();
        var buffer = new int[10];
        int first = 0, next = 0;
        bool send = true, receive = false;
        Threads.Run(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    lock (mutex)
                    {
                        if (!send) continue;
                        buffer[next] = countsReceived ? next : i;
                        next++;
                        (send, receive) = (false, true);
                    }
                }
            },
            () =>
            {
                var received = 0;
                for (var i = 0; i < Rounds; i++)
                {
                    lock (mutex)
                    {
                        if (!receive) continue;
                        Assert.Equal(countsReceived ? received++ : i, buffer[first++]);
                        (send, receive) = (true, false);
                    }
                }
            });
    }
}
