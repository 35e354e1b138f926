namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs that hold, with few enough schedules to run them all: plain search and partial-order reduction must see the same
/// behaviours.</summary>
public static class SmallPrograms
{
    public static TheoryData<string, string, int> All => new()
    {
        { "two atomic steps on one variable", """
            static int x;
            public static void Test()
            {
                x = 0;
                Thread a = new(() => Interlocked.Increment(ref x)), b = new(() => Interlocked.Increment(ref x));
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, 2 },
        { "two atomic steps on two variables", """
            static int x, y;
            public static void Test()
            {
                Thread a = new(() => Interlocked.Increment(ref x)), b = new(() => Interlocked.Increment(ref y));
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, 1 },
        { "two locks, one after the other", """
            static readonly object g = new();
            public static void Test()
            {
                Thread a = new(() => { lock (g) { } lock (g) { } }), b = new(() => { lock (g) { } });
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, 3 },
        { "elements of one array", """
            public static void Test()
            {
                var x = new int[2];
                Thread a = new(() => x[0]++), b = new(() => x[1]++);
                a.Start(); b.Start(); a.Join(); b.Join();
                if (x[0] + x[1] != 2) throw new Exception();
            }
            """, 1 },
        { "a lock and an atomic step", """
            static readonly object g = new();
            static int x, y;
            public static void Test()
            {
                (x, y) = (0, 0);
                void Body() { lock (g) x++; Interlocked.Increment(ref y); }
                Thread a = new(Body), b = new(Body);
                a.Start(); b.Start(); a.Join(); b.Join();
                if (x != 2 || y != 2) throw new Exception();
            }
            """, 4 },
        { "one event", """
            public static void Test()
            {
                var set = new ManualResetEventSlim();
                Thread a = new(() => set.Wait()), b = new(() => set.Set());
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, 1 },
        { "a semaphore with one permit", """
            public static void Test()
            {
                var permit = new SemaphoreSlim(1);
                void Body() { permit.Wait(); permit.Release(); }
                Thread a = new(Body), b = new(Body);
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, 2 },
    };

    public static TheoryData<string, string, int> TooManySchedulesForPlainSearch => new()
    {
        { "three threads, two atomic steps each: 6! / (2! 2! 2!)", """
            static int x;
            public static void Test()
            {
                x = 0;
                void Body() { Interlocked.Increment(ref x); Interlocked.Increment(ref x); }
                Thread a = new(Body), b = new(Body), c = new(Body);
                a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join();
            }
            """, 90 },
        { "two who wait for a pulse, one who gives it", """
            static readonly object g = new();
            static bool ready;
            public static void Test()
            {
                ready = false;
                void Waiter() { lock (g) while (!ready) Monitor.Wait(g); }
                Thread a = new(Waiter), b = new(() => { lock (g) { ready = true; Monitor.PulseAll(g); } }), c = new(Waiter);
                a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join();
            }
            """, 10 },
    };
}
