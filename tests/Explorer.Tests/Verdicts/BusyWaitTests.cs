using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

/// <summary>Who spins while nothing lets it wait is told of in a note, whatever the verdict.</summary>
public class BusyWaitTests
{
    private const string Waits = """
        static volatile bool ready, done; static int x;
        static void Start(params ThreadStart[] work)
        {
            var threads = new Thread[work.Length];
            for (var i = 0; i < work.Length; i++) threads[i] = new Thread(work[i]) { Name = "w" + (i + 1) };
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
        }
        """;

    [Fact]
    public void A_test_that_holds_is_told_who_spins_where_and_for_what()
    {
        var verdict = Of("Start(() => { x = 1; ready = true; }, () => { while (!ready) { } x = 2; });");
        Assert.Equal(Strength.Proved, verdict.Strength);
        var note = Assert.Single(verdict.Notes);
        Assert.Matches(@"^w2 spins at Shop\.cs:\d+ until Shop\.ready changes: nothing lets it wait\.$", note);
        Assert.Contains($"note: {note}", verdict.Describe());
        Assert.Contains($"\"notes\":[\"{note}\"]", verdict.ToJson());
    }

    [Fact]
    public void One_that_fails_of_something_else_is_told_as_well()
    {
        var verdict = Of("""
            Start(() => { if (done) x = 1; ready = true; },
                () => { done = true; while (!ready) { } if (x == 1) throw new Exception(); });
            """);
        Assert.Equal(FailureKind.Exception, verdict.Failure?.Kind);
        Assert.Contains(verdict.Notes, note => note.StartsWith("w2 spins at", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("while (!ready | !done) { }", "Shop.ready, Shop.done change:")]
    [InlineData("while (Interlocked.CompareExchange(ref x, 2, 1) == 0) { }", "Shop.x changes:")]
    public void All_that_it_looks_at_is_named(string loop, string what)
    {
        var verdict = Of($"Start(() => {{ Volatile.Write(ref x, 1); ready = true; done = true; }}, () => {{ {loop} }});");
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Contains(what, Assert.Single(verdict.Notes));
    }

    [Theory]
    [InlineData("while (!ready) Thread.Yield();")]
    [InlineData("while (!ready) Thread.Sleep(1);")]
    [InlineData("var wait = new SpinWait(); while (!ready) wait.SpinOnce();")]
    [InlineData("SpinWait.SpinUntil(() => ready);")]
    [InlineData("while (!ready) gate.Wait(1);")]
    [InlineData("for (var i = 0; i < 3 && !ready; i++) { }")]
    [InlineData("if (ready) x = 2;")]
    public void Who_gives_way_or_ends_by_itself_is_not(string wait)
    {
        var verdict = Of($"var gate = new ManualResetEventSlim(); Start(() => {{ ready = true; }}, () => {{ {wait} }});");
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void A_loop_that_fails_for_ever_is_the_failure_and_no_note()
    {
        var verdict = Of("Start(() => { while (!ready) { } });");
        Assert.Equal(FailureKind.Livelock, verdict.Failure?.Kind);
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void How_a_library_waits_is_its_own_business()
    {
        var verdict = Explore.Test(() =>
        {
            var (taken, x) = (new Concurrency.Locks.TestAndSetLock(), 0);
            void Work()
            {
                taken.Acquire();
                x++;
                taken.Release();
            }
            Thread a = new(Work), b = new(Work);
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Assert.Equal(2, x);
        });
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Notes);
    }

    // Without symbols both loops of Enter stand in the same place, and are two all the same.
    [Fact]
    public void Two_loops_of_a_method_without_symbols_are_two()
    {
        var program = Compiled.Program($$"""
            {{Compiled.Usings}}
            public static class Shop
            {
                static int _taken, _count;
                static void Enter()
                {
                    while (true)
                    {
                        while (Volatile.Read(ref _taken) != 0) { }
                        if (Interlocked.Exchange(ref _taken, 1) == 0) return;
                    }
                }
                static void Counts() { Enter(); _count++; Volatile.Write(ref _taken, 0); }
                public static void Test()
                {
                    Thread a = new(Counts), b = new(Counts);
                    a.Start(); b.Start(); a.Join(); b.Join();
                    if (_count != 2) throw new Exception();
                }
            }
            """, ("Shop", "Test"), symbols: false);
        var test = program.Assembly.GetType("Shop")!.GetMethod("Test")!.CreateDelegate<Action>();
        Assert.Equal(Strength.Proved, Explore.Run(test, program.Sites, new ExploreOptions()).Strength);
    }

    [Fact]
    public void Who_polls_by_a_lock_is_told_by_the_length_of_the_loop()
    {
        var verdict = Explored.Test($$"""
            static object gate = new(); static bool open;
            static void Polls() { while (true) lock (gate) if (open) return; }
            {{Waits}}
            public static void Test() { Start(Polls, () => { lock (gate) open = true; }); }
            """, new ExploreOptions { Schedules = 50 });
        Assert.Matches(@"^w1 goes round the loop at Shop\.cs:2 1,000 times and more\.$", Assert.Single(verdict.LongLoops));
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void Who_waits_goes_round_no_loop_for_long()
    {
        var verdict = Of("object gate = new(); Start(() => { lock (gate) while (x == 0) Monitor.Wait(gate); }, "
            + "() => { lock (gate) { x = 1; Monitor.PulseAll(gate); } });");
        Assert.Equal(Strength.Proved, verdict.Strength);
        Assert.Empty(verdict.LongLoops);
    }

    [Fact]
    public void Long_executions_use_up_the_steps_before_the_schedules()
    {
        var options = new ExploreOptions { TotalSteps = 60_000, Bound = 0, Strategy = StrategyKind.Bounded };
        var verdict = Explored.Test($$"""
            static object gate = new(); static bool open;
            static void Polls() { while (true) lock (gate) if (open) return; }
            {{Waits}}
            public static void Test() { Start(Polls, Polls, () => { lock (gate) open = true; }); }
            """, options);
        Assert.InRange(verdict.Schedules, 1, 1_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { TotalSteps = 0 });
    }

    private static Verdict Of(string body) => Explored.Test($"{Waits}\npublic static void Test() {{ {body} }}");
}
