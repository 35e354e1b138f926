namespace Workbook.Explorer.Tests.Sct;

/// <summary>A driver that looks whether it is being stopped, and then counts itself in: between the two it may be stopped (after
/// CS.bluetooth_driver).</summary>
internal static class Bluetooth
{
    public static void Bad() => Run(countsFirst: false);

    public static void Good() => Run(countsFirst: true);

    private static void Run(bool countsFirst)
    {
        int pending = 1, stopping = 0, stoppingEvent = 0, stopped = 0;

        bool Enter()
        {
            if (countsFirst) Interlocked.Increment(ref pending);
            if (Volatile.Read(ref stopping) == 1) return false;
            if (!countsFirst) Interlocked.Increment(ref pending);
            return true;
        }

        void Leave()
        {
            if (Interlocked.Decrement(ref pending) == 0) Volatile.Write(ref stoppingEvent, 1);
        }

        var stop = new Thread(() =>
        {
            Volatile.Write(ref stopping, 1);
            Leave();
            if (Volatile.Read(ref stoppingEvent) == 1) Volatile.Write(ref stopped, 1);
        });
        stop.Start();
        if (Enter()) Assert.Equal(0, Volatile.Read(ref stopped));
        Leave();
        stop.Join();
    }
}
