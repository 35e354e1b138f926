using System.Reflection;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>What is left of an execution that is over is unwound: user code runs then, and must neither go on, nor change the
/// verdict, nor keep the explorer.</summary>
public class UnwindingTests
{
    private static readonly ExploreOptions _options = new() { Schedules = 200, Time = TimeSpan.FromMinutes(1) };
    private static readonly FailureKind[] _waitsForEver =
        [FailureKind.Deadlock, FailureKind.LostWakeup, FailureKind.PartialDeadlock];

    // What a thread that waits for ever is in when the execution is over; "unwound" is what it may write, in this order.
    public static TheoryData<string, string, string> Unwound => new()
    {
        { "a finally block", "try { Wait(); } finally { Log(\"finally\"); }", "finally" },
        { "nested finally blocks", "try { try { Wait(); } finally { Log(\"inner\"); } } finally { Log(\"outer\"); }",
            "inner outer" },
        { "using", "using (new Gone()) Wait();", "disposed" },
        { "lock", "lock (new object()) { try { Wait(); } finally { Log(\"finally\"); } } Log(\"after\");", "finally" },
        { "Lock", "lock (new Lock()) Wait(); Log(\"after\");", "" },
        { "catch of everything", "try { Wait(); } catch { Log(\"caught\"); } Log(\"after\");", "" },
        { "catch of Exception", "try { Wait(); } catch (Exception) { Log(\"caught\"); } Log(\"after\");", "" },
        { "a filter that says yes", "try { Wait(); } catch (Exception) when (Yes()) { Log(\"caught\"); } Log(\"after\");", "" },
        { "a filter that waits", "try { Wait(); } catch (Exception) when (WaitAgain()) { Log(\"caught\"); } Log(\"after\");",
            "" },
        { "a catch block that waits",
            "try { throw new InvalidOperationException(); } catch (InvalidOperationException) "
                + "{ try { Wait(); } finally { Log(\"finally\"); } } Log(\"after\");", "finally" },
        { "a filter that waits for the first time",
            "try { throw new InvalidOperationException(); } catch (InvalidOperationException) "
                + "when (WaitAgain()) { Log(\"caught\"); } Log(\"after\");", "" },
        { "a finally block that throws and a catch of that",
            "try { try { Wait(); } finally { throw new InvalidOperationException(); } } "
                + "catch (InvalidOperationException) { Log(\"caught\"); } Log(\"after\");", "" },
        { "a finally block that gives up and sets",
            "Monitor.Enter(g2); try { Wait(); } finally { Monitor.Exit(g2); e2.Set(); Interlocked.Increment(ref x); "
                + "Log(\"finally\"); }",
            "finally" },
        { "a finally block that waits", "try { Wait(); } finally { Log(\"finally\"); Wait(); Log(\"after\"); }", "finally" },
        { "a finally block that takes a free lock", "try { Wait(); } finally { lock (g2) Log(\"finally\"); }", "finally" },
        { "a finally block that takes a held lock", "try { Wait(); } finally { lock (held) Log(\"held\"); }", "" },
        { "a finally block that joins one that was unwound before",
            "try { Wait(); } finally { Log(\"finally\"); main.Join(); Log(\"joined\"); }", "finally joined" },
        { "a finally block that waits for some time", "try { Wait(); } finally { if (!never.Wait(10)) Log(\"finally\"); }",
            "finally" },
        { "a finally block that sleeps", "try { Wait(); } finally { Thread.Sleep(10); Thread.Yield(); Log(\"finally\"); }",
            "finally" },
        { "a finally block that starts a thread",
            "try { Wait(); } finally { Log(\"finally\"); new Thread(() => Log(\"thread\")).Start(); Log(\"started\"); }",
            "finally" },
        { "a finally block that loops for ever", "try { Wait(); } finally { Log(\"finally\"); while (true) { } }", "finally" },
        { "one that loops around steps for ever",
            "try { Wait(); } finally { Log(\"finally\"); while (true) Interlocked.Increment(ref x); }", "finally" },
        { "one that loops around a catch of everything for ever",
            "try { Wait(); } finally { Log(\"finally\"); while (true) try { Wait(); } catch { } }", "finally" },
        { "one that spins until somebody sets something",
            "try { Wait(); } finally { Log(\"finally\"); while (!flag) Thread.Yield(); }", "finally" },
        { "one that recurses for ever", "try { Wait(); } finally { Log(\"finally\"); Recurse(0); }", "finally" },
        { "a wait on a monitor, in its lock",
            "lock (g2) { try { Monitor.Wait(g2); } finally { Log(\"finally\"); } } Log(\"after\");", "finally" },
    };

    [Theory]
    [MemberData(nameof(Unwound))]
    public void Of_a_thread_that_waits_for_ever_only_finally_blocks_run(string name, string body, string log)
    {
        foreach (var optimize in (bool[])[false, true])
        {
            // The first schedule of all fails, so that one execution is run, and unwound.
            var test = Compiled.Test($$"""
                static string log = "";
                static readonly object g2 = new(), held = new();
                static readonly ManualResetEventSlim never = new(), e2 = new();
                static int x;
                static volatile bool flag;
                static Thread main = Thread.CurrentThread;

                static void Wait() => never.Wait();
                static void Log(string what) => log += what + " ";
                static bool Yes() { Log("filter"); return true; }
                static bool WaitAgain() { Wait(); Log("filter"); return true; }
                static int Recurse(int depth) => depth < 0 ? 0 : Recurse(depth + 1) + 1;
                class Gone : IDisposable { public void Dispose() => Log("disposed"); }

                public static void Test()
                {
                    log = "";
                    main = Thread.CurrentThread;
                    Monitor.Enter(held);
                    var t = new Thread(() => { {{body}} });
                    t.Start();
                    t.Join();
                }
                """, optimize);
            using var exploration = new Exploration(test, _options);
            var failed = exploration.Run(new BoundedSearch(0), out _)!;
            Assert.NotNull(failed);
            Assert.Contains(failed.Failure!.Kind, _waitsForEver);
            var field = test.Method.DeclaringType!.GetField("log", BindingFlags.Static | BindingFlags.NonPublic)!;
            var written = (string)field.GetValue(null)!;
            Assert.Equal(log, written.Replace("filter ", "", StringComparison.Ordinal).Trim());
            var replay = new ReplayStrategy([.. failed.Steps.Select(step => step.Thread)]);
            Assert.Equal(failed.Steps.Count, exploration.RunOnce(replay).Steps.Count);
            Assert.Empty(exploration.Races.Found);
            Assert.NotEmpty(name);
        }
    }

    [Fact]
    public void Threads_that_had_not_begun_never_do()
    {
        var test = Compiled.Test("""
            public static int Begun;
            public static void Test()
            {
                Begun = 0;
                for (var i = 0; i < 5; i++) new Thread(() => Begun++).Start();
                throw new InvalidOperationException();
            }
            """);
        using var exploration = new Exploration(test, _options);
        Assert.Equal(FailureKind.Exception, exploration.Run(new BoundedSearch(0), out _)!.Failure!.Kind);
        Assert.Equal(0, test.Method.DeclaringType!.GetField("Begun")!.GetValue(null));
    }

    [Fact]
    public void Executions_that_are_given_up_leave_nothing_behind_that_later_ones_could_see()
    {
        // Sleep sets give executions up at any step; locks are held then, and waits under way.
        var test = Compiled.Test("""
            public static void Test()
            {
                var (g, x, done) = (new object(), 0, 0);
                void Work()
                {
                    for (var i = 0; i < 2; i++) lock (g) x++;
                    try { Interlocked.Increment(ref done); } finally { lock (g) x++; }
                }
                Thread a = new(Work), b = new(Work), c = new(Work);
                a.Start(); b.Start(); c.Start();
                a.Join(); b.Join(); c.Join();
                if (x != 9 || done != 3) throw new Exception("not all was done");
            }
            """);
        using var exploration = new Exploration(test, _options with { Schedules = 3_000 });
        Assert.Null(exploration.Run(new SourceDpor(), out _));
        Assert.Null(exploration.Run(new GivesUp(), out _, limit: 500));
        Assert.Null(exploration.Run(new Pos(1), out _, limit: 500));
    }

    private sealed class GivesUp : IStrategy
    {
        private int _execution, _step;

        public bool Begin()
        {
            _step = 0;
            _execution++;
            return true;
        }

        public ControlledThread? Choose(Execution execution, ControlledThread? last) =>
            _step++ < _execution % 30 ? execution.Enabled[(_step * _execution) % execution.Enabled.Count] : null;

        public void End(Execution execution) { }
    }
}
