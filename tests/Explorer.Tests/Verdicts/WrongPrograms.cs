using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

/// <summary>Programs with one mistake each, beside what is right: what is found, and words that its message must have.</summary>
public static class WrongPrograms
{
    private const string RunTwo = "a.Start(); b.Start(); a.Join(); b.Join();";

    public static TheoryData<string, string, FailureKind, string[]> All => new()
    {
        { "an exception in a thread", """
            public static void Test()
            {
                Thread a = new(() => throw new FormatException("no number")) { Name = "reader" };
                a.Start(); a.Join();
            }
            """, FailureKind.Exception, ["reader throws FormatException: no number (Shop.cs:3)"] },
        { "two locks in two orders", $$"""
            static readonly object first = new(), second = new();
            public static void Test()
            {
                Thread a = new(() => { lock (first) lock (second) { } }) { Name = "a" };
                Thread b = new(() => { lock (second) lock (first) { } }) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.Deadlock,
            ["a waits for second (line 4), which b holds (line 5); b waits for first (line 5), which a holds (line 4): each "
                + "waits for the other", "main waits for the end of a"] },
        { "three forks", """
            public static void Test()
            {
                var forks = new object[] { new(), new(), new() };
                var eaters = new Thread[3];
                for (var i = 0; i < 3; i++)
                {
                    var (left, right) = (i, (i + 1) % 3);
                    eaters[i] = new(() => { lock (forks[left]) lock (forks[right]) { } }) { Name = $"eater {i}" };
                }
                foreach (var eater in eaters) eater.Start();
                foreach (var eater in eaters) eater.Join();
            }
            """, FailureKind.Deadlock,
            ["eater 0 waits for forks[1]", "which eater 1 holds", "eater 2 waits for forks[0]", "a cycle"] },
        { "two semaphores in two orders", $$"""
            public static void Test()
            {
                SemaphoreSlim red = new(1), blue = new(1);
                Thread a = new(() => { red.Wait(); blue.Wait(); blue.Release(); red.Release(); }) { Name = "a" };
                Thread b = new(() => { blue.Wait(); red.Wait(); red.Release(); blue.Release(); }) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.Deadlock,
            ["a waits for blue (line 4), whose last permit b took (line 5)", "each waits for the other"] },
        { "a semaphore taken twice by one thread", """
            public static void Test()
            {
                var permit = new SemaphoreSlim(1);
                Thread a = new(() => { permit.Wait(); permit.Wait(); }) { Name = "a" };
                a.Start(); a.Join();
            }
            """, FailureKind.Deadlock, ["a waits for permit (line 4), whose last permit it took (line 4) itself"] },
        { "a lock that is never given up", $$"""
            static readonly Lock gate = new();
            public static void Test()
            {
                Thread a = new(() => gate.Enter()) { Name = "a" }, b = new(() => gate.Enter()) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.PartialDeadlock,
            ["waits for gate (line 4), which ", " took (line 4) and never gave up: it has ended"] },
        { "a permit that is never given back", $$"""
            public static void Test()
            {
                var permit = new SemaphoreSlim(1);
                Thread a = new(() => permit.Wait()) { Name = "a" }, b = new(() => permit.Wait()) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.PartialDeadlock,
            ["waits for permit (line 4), whose last permit ", " took (line 4), and it has ended"] },
        { "a reader that wants to write", $$"""
            public static void Test()
            {
                var gate = new ReaderWriterLockSlim();
                void Body() { gate.EnterReadLock(); Thread.MemoryBarrier(); gate.ExitReadLock(); gate.EnterWriteLock(); }
                Thread a = new(Body) { Name = "a" }, b = new(Body) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.PartialDeadlock, ["waits for gate (line 4), which ", " took (line 4) and never gave up"] },
        { "who waits for each other's end", """
            static Thread a, b;
            public static void Test()
            {
                a = new(() => b.Join()) { Name = "a" };
                b = new(() => a.Join()) { Name = "b" };
                b.Start(); a.Start(); a.Join();
            }
            """, FailureKind.Deadlock, ["b waits for the end of a; a waits for the end of b: each waits for the other"] },
        { "a pulse that nobody hears", $$"""
            public static void Test()
            {
                var gate = new object();
                Thread a = new(() => { lock (gate) Monitor.Wait(gate); }) { Name = "a" };
                Thread b = new(() => { lock (gate) Monitor.Pulse(gate); }) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.LostWakeup,
            ["a waits for a pulse of gate (line 4), and the last pulse, b's (line 5), came before that"] },
        { "a pulse for one, and two wait", """
            public static void Test()
            {
                var (gate, ready) = (new object(), false);
                void Wait() { lock (gate) while (!ready) Monitor.Wait(gate); }
                Thread a = new(Wait) { Name = "a" }, b = new(Wait) { Name = "b" };
                Thread c = new(() => { lock (gate) { ready = true; Monitor.Pulse(gate); } }) { Name = "c" };
                a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join();
            }
            """, FailureKind.LostWakeup,
            ["waits for a pulse of gate (line 4), and the last pulse, c's (line 6), has let another go on"] },
        { "an event that is reset too early", $$"""
            public static void Test()
            {
                var ready = new ManualResetEventSlim();
                Thread a = new(() => ready.Wait()) { Name = "a" }, b = new(() => { ready.Set(); ready.Reset(); }) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.LostWakeup,
            ["a waits for ready (line 4), and the last Set, b's (line 4), was undone by b's Reset (line 4)"] },
        { "an event that nobody sets", """
            public static void Test()
            {
                var ready = new AutoResetEvent(false);
                Thread a = new(() => ready.WaitOne()) { Name = "a" }, b = new(() => { });
                a.Start(); b.Start(); b.Join(); a.Join();
            }
            """, FailureKind.LostWakeup, ["a waits for ready (line 4), and nobody has set it at all"] },
        { "a count that nobody brings to zero", """
            public static void Test()
            {
                var done = new CountdownEvent(2);
                Thread a = new(() => done.Signal());
                a.Start(); done.Wait();
            }
            """, FailureKind.PartialDeadlock, ["main waits for done (line 5), and nobody is left to signal it"] },
        { "exit without enter", """
            public static void Test() { var gate = new object(); Monitor.Exit(gate); }
            """, FailureKind.Misuse, ["main", "SynchronizationLockException", "(Shop.cs:1)"] },
        { "release beyond the maximum", """
            public static void Test() { var slots = new SemaphoreSlim(1, 1); slots.Release(); }
            """, FailureKind.Misuse, ["main", "beyond its maximum (Shop.cs:1)"] },
        { "an event that is disposed of while others use it", $$"""
            public static void Test()
            {
                var ready = new ManualResetEventSlim();
                Thread a = new(() => ready.Set()), b = new(() => { ready.Wait(); ready.Reset(); }) { Name = "b" };
                a.Start(); b.Start(); a.Join(); ready.Dispose(); b.Join();
            }
            """, FailureKind.Misuse, ["b throws ObjectDisposedException"] },
        { "a race without consequence", $$"""
            static int hits;
            public static void Test()
            {
                Thread a = new(() => hits = 1) { Name = "a" }, b = new(() => hits = 2) { Name = "b" };
                {{RunTwo}}
            }
            """, FailureKind.Race, ["a's writing hits = 1 (line 4) and b's writing hits = 2 (line 4) race"] },
        { "a thread that nobody waits for", """
            static int sum;
            public static void Test()
            {
                sum = 0;
                Thread a = new(() => { for (var i = 0; i < 3; i++) Interlocked.Add(ref sum, i); }) { Name = "a" };
                a.Start();
            }
            """, FailureKind.ThreadLeft, ["a is still at work after main has ended: it writes sum (line 5)"] },
        { "a sleep that is to be long enough", """
            static volatile bool ready;
            public static void Test()
            {
                ready = false;
                Thread a = new(() => ready = true);
                a.Start(); Thread.Sleep(100);
                if (!ready) throw new Exception("not ready");
                a.Join();
            }
            """, FailureKind.Sleep, ["it holds only as long as main's sleep (Shop.cs:6) is long enough", "not ready"] },
    };
}
