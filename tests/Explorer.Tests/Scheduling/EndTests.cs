using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>When an execution is over, and what is said of threads that go on.</summary>
public class EndTests
{
    private static readonly ExploreOptions _options = new() { Schedules = 300, Time = TimeSpan.FromMinutes(1) };

    // main returns as soon as it knows the results, and the workers have only to return.
    [Theory]
    [InlineData("", "", "a.Join(); b.Join();")]
    [InlineData("var left = new CountdownEvent(2);", "left.Signal();", "left.Wait();")]
    [InlineData("var barrier = new Barrier(3);", "barrier.SignalAndWait();", "barrier.SignalAndWait();")]
    [InlineData("var first = new ManualResetEvent(false); var second = new ManualResetEvent(false);",
        "(i == 0 ? first : second).Set();", "first.WaitOne(); second.WaitOne();")]
    [InlineData("var first = new ManualResetEventSlim(); var second = new ManualResetEventSlim();",
        "(i == 0 ? first : second).Set();", "first.Wait(); second.Wait();")]
    [InlineData("var g = new object(); var left = 2;", "lock (g) { left--; Monitor.Pulse(g); }",
        "lock (g) while (left > 0) Monitor.Wait(g);")]
    [InlineData("var g = new object(); var left = 2;", "lock (g) if (--left == 0) Monitor.PulseAll(g);",
        "lock (g) while (left > 0) Monitor.Wait(g);")]
    [InlineData("var done = new SemaphoreSlim(0);", "done.Release();", "done.Wait(); done.Wait();")]
    [InlineData("", "if (i == 0) ready = true; else done = true;", "while (!ready || !done) ;")]
    [InlineData("", "if (i == 0) ready = true; else done = true;", "SpinWait.SpinUntil(() => ready && done);")]
    [InlineData("", "Interlocked.Increment(ref count);", "while (Volatile.Read(ref count) < 2) Thread.Yield();")]
    [InlineData("var latch = new Latch(2);", "latch.CountDown();", "latch.Wait();")]
    [InlineData("var queue = new Queue<int>();", "lock (queue) { queue.Enqueue(i); Monitor.PulseAll(queue); }",
        "lock (queue) while (queue.Count < 2) Monitor.Wait(queue);")]
    public void A_main_that_returns_when_it_knows_the_results_has_left_nobody(string set, string say, string wait)
    {
        var verdict = Explored.Test($$"""
            static volatile bool ready, done; static int count;
            class Latch(int left)
            {
                readonly object g = new();
                public void CountDown() { lock (g) if (--left == 0) Monitor.PulseAll(g); }
                public void Wait() { lock (g) while (left > 0) Monitor.Wait(g); }
            }
            public static void Test()
            {
                {{set}}
                var results = new int[2];
                void Work(int i) { results[i] = i + 1; {{say}} }
                Thread a = new(() => Work(0)), b = new(() => Work(1));
                a.Start(); b.Start();
                {{wait}}
                if (results[0] + results[1] != 3) throw new Exception("not all is there");
            }
            """, _options);
        Assert.True(verdict.Failure is null, verdict.Describe());
    }

    // The first execution ends before the background thread has slept, and it is over before that shows.
    [Theory]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("Thread.Yield();")]
    [InlineData("never.Wait(10);")]
    [InlineData("lock (never) Monitor.Wait(never, 10);")]
    public void What_a_background_thread_does_after_a_while_may_come_before_the_end(string wait)
    {
        var verdict = Explored.Test($$"""
            static int x;
            public static void Test()
            {
                var never = new ManualResetEventSlim();
                new Thread(() => { {{wait}} Volatile.Write(ref x, 1); }) { IsBackground = true }.Start();
                if (Volatile.Read(ref x) == 1) throw new Exception("already");
            }
            """, _options with { Strategy = StrategyKind.Dpor });
        Assert.Equal("already", verdict.Failure?.Exception?.Message);
    }

    [Fact]
    public void A_background_thread_without_an_end_is_cut_off_and_nothing_is_proved()
    {
        var verdict = Explored.Test("""
            static int beats;
            public static void Test()
            {
                void Beat() { while (true) { Thread.Sleep(10); Interlocked.Increment(ref beats); } }
                new Thread(Beat) { IsBackground = true }.Start();
            }
            """, _options);
        Assert.Null(verdict.Failure);
        Assert.NotEqual(Strength.Proved, verdict.Strength);
    }

    [Theory]
    [InlineData("while (!queue.Wait(5)) ;")]
    [InlineData("queue.Wait();")]
    [InlineData("queue.Wait(5_000);")]
    [InlineData("while (!stop) ;")]
    [InlineData("while (!stop) Thread.Sleep(5);")]
    public void A_background_thread_that_waits_for_ever_is_no_failure_and_hinders_no_proof(string wait)
    {
        var verdict = Explored.Test($$"""
            static volatile bool stop;
            public static void Test()
            {
                var queue = new SemaphoreSlim(0);
                new Thread(() => { {{wait}} }) { IsBackground = true }.Start();
                var x = 0;
                var worker = new Thread(() => x++);
                worker.Start();
                worker.Join();
            }
            """, _options);
        Assert.Equal(Strength.Proved, verdict.Strength);
    }

    // What a loop looks at is more than memory: it goes on too when a thread has ended, or its own was interrupted.
    [Theory]
    [InlineData("while (!stop && other.IsAlive) ;")]
    [InlineData("while (!stop && !other.Join(0)) ;")]
    [InlineData("while (!stop && !other.Join(1)) ;")]
    [InlineData("_ = other.ThreadState; _ = other.IsAlive;")] // it may be about to be started
    [InlineData("while (!stop) Thread.Sleep(1);")]
    [InlineData("while (!stop) { Thread.Yield(); Thread.Sleep(0); }")]
    [InlineData("SpinWait.SpinUntil(() => stop);")]
    [InlineData("while (!stop && !token.IsCancellationRequested) ;")]
    [InlineData("while (!stop && !token.WaitHandle.WaitOne(1)) ;")]
    [InlineData("for (var end = Environment.TickCount64 + 50; !stop && Environment.TickCount64 < end; ) ;")]
    public void A_loop_that_something_else_ends_is_no_livelock(string loop)
    {
        var verdict = Explored.Test($$"""
            static volatile bool stop;
            public static void Test()
            {
                var source = new CancellationTokenSource();
                var token = source.Token;
                var other = new Thread(() => { });
                var one = new Thread(() => { try { {{loop}} } catch (ThreadInterruptedException) { } });
                one.Start(); other.Start();
                other.Join(); one.Interrupt(); source.Cancel();
                one.Join();
            }
            """, _options);
        Assert.True(verdict.Failure is null, verdict.Describe());
    }
}
