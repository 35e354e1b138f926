namespace Workbook.Explorer.Tests.Verdicts;

/// <summary>The correct twins of <see cref="WrongPrograms"/>: each looks wrong from afar, and nothing must be said of
/// it.</summary>
public static class RightPrograms
{
    private const string RunTwo = "a.Start(); b.Start(); a.Join(); b.Join();";

    public static TheoryData<string, string> All => new()
    {
        { "an exception that is caught", """
            public static void Test()
            {
                Thread a = new(() => { try { throw new FormatException(); } catch (FormatException) { } });
                a.Start(); a.Join();
            }
            """ },
        { "two locks in one order", $$"""
            static readonly object first = new(), second = new();
            public static void Test()
            {
                Thread a = new(() => { lock (first) lock (second) { } }), b = new(() => { lock (first) lock (second) { } });
                {{RunTwo}}
            }
            """ },
        { "a permit that another gives back", $$"""
            public static void Test()
            {
                SemaphoreSlim ping = new(1), pong = new(0);
                Thread a = new(() => { ping.Wait(); pong.Release(); ping.Wait(); }),
                    b = new(() => { pong.Wait(); ping.Release(); });
                {{RunTwo}}
            }
            """ },
        { "a lock that is taken twice", """
            static readonly Lock gate = new();
            public static void Test() { lock (gate) lock (gate) { } }
            """ },
        { "a wait with its condition", $$"""
            public static void Test()
            {
                var (gate, ready) = (new object(), false);
                Thread a = new(() => { lock (gate) while (!ready) Monitor.Wait(gate); });
                Thread b = new(() => { lock (gate) { ready = true; Monitor.Pulse(gate); } });
                {{RunTwo}}
            }
            """ },
        { "an event that stays set", $$"""
            public static void Test()
            {
                var ready = new ManualResetEventSlim();
                Thread a = new(() => ready.Wait()), b = new(() => ready.Set());
                {{RunTwo}}
            }
            """ },
        { "a worker that has signalled, and only returns", """
            public static void Test()
            {
                var done = new CountdownEvent(1);
                Thread a = new(() => { var own = 0; void More() => own++; More(); done.Signal(); });
                a.Start(); done.Wait();
            }
            """ },
        { "a worker that gives its lock up after main has gone on", """
            static readonly object gate = new();
            public static void Test()
            {
                var done = new ManualResetEventSlim();
                Thread a = new(() => { lock (gate) done.Set(); });
                a.Start(); done.Wait();
            }
            """ },
        { "a background thread that waits for ever", """
            public static void Test()
            {
                var never = new ManualResetEventSlim();
                Thread a = new(() => never.Wait()) { IsBackground = true };
                a.Start();
            }
            """ },
        { "a sleep that only lets time pass", """
            public static void Test()
            {
                var done = 0;
                Thread a = new(() => { Thread.Sleep(10); done = 1; });
                a.Start(); Thread.Sleep(100); a.Join();
                if (done != 1) throw new Exception();
            }
            """ },
        { "a static field that is written before the thread and after it", """
            static int sum;
            public static void Test()
            {
                sum = 1;
                Thread a = new(() => sum++);
                a.Start(); a.Join();
                sum++;
            }
            """ },
        { "an event that is disposed of after all have used it", $$"""
            public static void Test()
            {
                var ready = new ManualResetEventSlim();
                Thread a = new(() => ready.Set()), b = new(() => ready.Wait());
                {{RunTwo}} ready.Dispose();
            }
            """ },
    };
}
