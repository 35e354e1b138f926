using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>Tests that go wrong in ways that are hard on the explorer.</summary>
public class RobustnessTests
{
    private static readonly ExploreOptions _options = new() { Schedules = 200, Time = TimeSpan.FromMinutes(1) };

    [Theory]
    [InlineData("static int Down(int depth) => Down(depth + 1) + 1; public static void Test() => Down(0);")]
    [InlineData("static int Down(int depth) => Down(depth + 1) + 1; "
        + "public static void Test() { var t = new Thread(() => Down(0)); t.Start(); t.Join(); }")]
    [InlineData("static int Down(int depth) => new List<int> { 1 }.Sum(x => Down(depth + x)) + 1; "
        + "public static void Test() => Down(0);")]
    [InlineData("static int Down(int depth) { lock (g) return Down(depth + 1) + 1; } "
        + "static readonly object g = new(); public static void Test() => Down(0);")]
    public void Endless_recursion_is_an_exception_of_the_test(string program)
    {
        var failed = Fails(program);
        Assert.IsType<InsufficientExecutionStackException>(failed.Failure!.Exception);
    }

    [Fact]
    public void Recursion_as_deep_as_a_thread_by_default_allows_is_no_failure()
    {
        using var exploration = new Exploration(Compiled.Test("""
            static int Down(int depth) => depth == 0 ? 0 : Down(depth - 1) + 1;
            public static void Test() { if (Down(8_000) != 8_000) throw new Exception(); }
            """), _options);
        Assert.Null(exploration.Search());
    }

    [Fact]
    public void An_exception_of_a_static_constructor_is_one_of_the_test()
    {
        var failed = Fails("static class Broken { public static readonly int X = int.Parse(\"x\"); } "
            + "public static void Test() { _ = Broken.X; }");
        Assert.IsType<TypeInitializationException>(failed.Failure!.Exception);
    }

    [Theory]
    [InlineData("public static void Test() => Monitor.Exit(new object());", FailureKind.Misuse)]
    [InlineData("public static void Test() { var t = new Thread(() => { }); t.Start(); t.Start(); }", FailureKind.Exception)]
    [InlineData("public static void Test() { string s = null; lock (s) { } }", FailureKind.Exception)]
    [InlineData("public static void Test() => throw new OutOfMemoryException();", FailureKind.Exception)]
    [InlineData("public static void Test() { while (true) Interlocked.Increment(ref x); } static int x;", FailureKind.Livelock)]
    [InlineData("public static void Test() { var n = 0L; while (true) n++; }", FailureKind.Livelock)]
    [InlineData("public static void Test() { while (true) try { continue; } catch { } }", FailureKind.Livelock)]
    public void What_goes_wrong_is_told(string program, FailureKind kind) => Assert.Equal(kind, Fails(program).Failure!.Kind);

    [Fact]
    public void A_controlled_call_that_throws_can_be_caught()
    {
        using var exploration = new Exploration(Compiled.Test("""
            public static void Test()
            {
                var caught = 0;
                try { Monitor.Exit(new object()); } catch (SynchronizationLockException) { caught++; }
                try { Monitor.Enter(null); } catch (ArgumentNullException e) when (e.ParamName == "obj") { caught++; }
                if (caught != 2) throw new Exception();
            }
            """), _options);
        Assert.Null(exploration.Search());
    }

    [Fact]
    public void Two_hundred_threads_are_carried()
    {
        using var exploration = new Exploration(Threads(200), _options);
        Assert.Null(exploration.Run(new BoundedSearch(0), out _, limit: 1));
        Assert.Null(exploration.Run(new Pos(1), out _, limit: 5));
    }

    [Fact]
    public void More_threads_than_can_be_carried_are_refused_and_no_failure()
    {
        using var exploration = new Exploration(Threads(Carriers.Most), _options);
        var refused = Assert.Throws<RefusedException>(() => exploration.Run(new BoundedSearch(0), out _));
        Assert.Contains("more than 1000 threads", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_one_after_the_other_need_one_carrier()
    {
        using var exploration = new Exploration(Compiled.Test("""
            public static void Test()
            {
                for (var i = 0; i < 2_000; i++)
                {
                    var t = new Thread(() => { });
                    t.Start();
                    t.Join();
                }
            }
            """), _options);
        Assert.Null(exploration.Run(new BoundedSearch(0), out _, limit: 1));
    }

    [Fact]
    public void A_test_that_does_something_else_the_second_time_is_refused_and_no_failure()
    {
        // What the process remembers is not set back: each second time there is no other thread.
        var test = Compiled.Test("""
            public static void Test()
            {
                var run = (int)AppContext.GetData("runs of a test");
                AppContext.SetData("runs of a test", run + 1);
                if (run % 2 == 1) return;
                var x = 0;
                var t = new Thread(() => Interlocked.Increment(ref x));
                t.Start();
                Interlocked.Increment(ref x);
                t.Join();
            }
            """);
        AppContext.SetData("runs of a test", 0);
        using var exploration = new Exploration(test, _options);
        var refused = Assert.Throws<NondeterministicTestException>(() => exploration.Run(new BoundedSearch(3), out _));
        Assert.Contains("the same twice", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_a_strategy_is_not_taken_for_one_of_the_test()
    {
        using var exploration = new Exploration(Threads(3), _options);
        Assert.Throws<NondeterministicTestException>(() => exploration.Run(new Faulty(), out _));
        Assert.Null(exploration.Run(new BoundedSearch(0), out _)); // all threads are there again
    }

    [Fact]
    public async Task Explorations_on_several_threads_do_not_disturb_each_other()
    {
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var exploration = new Exploration(Threads(3), _options with { Schedules = 10_000 });
            return (All(exploration).Count, exploration.Schedules);
        })));
        Assert.Single(verdicts.Distinct());
        Assert.Equal(6, verdicts[0].Count);
    }

    [Fact]
    public void The_portable_gate_does_the_same()
    {
        using var exploration = new Exploration(Threads(3), _options);
        using var portable = new Exploration(Threads(3), _options with { PortableGates = true });
        Assert.Equal(All(exploration).Order(), All(portable).Order());
    }

    // The behaviours of a test that holds.
    private static HashSet<ulong> All(Exploration exploration)
    {
        while (true)
        {
            var reduced = new SourceDpor();
            Assert.Null(exploration.Run(reduced, out var isComplete));
            if (isComplete) return reduced.Classes;
            Assert.True(exploration.IsStale);
            exploration.Refine();
        }
    }

    // So many threads, each of which increments a number once.
    private static Action Threads(int count) => Compiled.Test($$"""
        public static void Test()
        {
            var x = 0;
            var threads = new Thread[{{count}}];
            for (var i = 0; i < threads.Length; i++) (threads[i] = new Thread(() => Interlocked.Increment(ref x))).Start();
            foreach (var thread in threads) thread.Join();
            if (x != threads.Length) throw new Exception($"{x}");
        }
        """);

    private static Execution Fails(string program)
    {
        using var exploration = new Exploration(Compiled.Test(program), _options);
        var failed = exploration.Search();
        Assert.NotNull(failed?.Failure);
        return failed;
    }

    private sealed class Faulty : IStrategy
    {
        private int _step;

        public bool Begin() => true;

        public ControlledThread? Choose(Execution execution, ControlledThread? last) =>
            _step++ == 5 ? throw new KeyNotFoundException() : execution.Enabled[0];

        public void End(Execution execution) { }
    }
}
