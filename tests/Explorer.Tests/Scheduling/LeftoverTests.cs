using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>What an exploration leaves behind when it is over: nothing.</summary>
[Collection(nameof(Alone))]
public class LeftoverTests
{
    private const string Racy = """
        class Box { public int X; [ThreadStatic] public static int Mine; }
        static readonly Box box = new();
        public static void Test()
        {
            var list = new List<Box>();
            void Work()
            {
                lock (box) { Box.Mine++; list.Add(box); _ = box.GetHashCode(); }
                box.X++; Interlocked.Increment(ref box.X); _ = Thread.CurrentThread.Name;
            }
            Thread a = new(Work), b = new(Work);
            a.Start(); b.Start(); a.Join(); b.Join();
        }
        """;

    private const string Async = """
        static readonly AsyncLocal<object> local = new();
        static readonly System.Threading.Channels.Channel<object> channel = System.Threading.Channels.Channel.CreateBounded<object>(1);
        static Timer timer; static Task never; static int x;
        static async Task Work(CancellationToken token)
        {
            local.Value = new object();
            x++;
            await Task.Yield();
            if (Interlocked.Increment(ref x) == 3) throw new FormatException();
            await Task.Delay(5, token);
            await channel.Writer.WriteAsync(local.Value, token);
        }
        public static async Task Test()
        {
            using var source = new CancellationTokenSource(20);
            timer = new Timer(_ => Interlocked.Increment(ref x), null, 5, 1_000);
            never = new TaskCompletionSource().Task.ContinueWith(_ => x++);
            _ = Work(default);
            _ = Task.Run(() => throw new FormatException());
            Task a = Task.Run(() => Work(source.Token)), b = Work(source.Token);
            source.Cancel();
            try { await Task.WhenAll(a, b); }
            catch (Exception) when (x > 0) { }
        }
        """;

    private static readonly ExploreOptions _options = new() { Schedules = 100, Time = TimeSpan.FromMinutes(1) };

    [Fact]
    public void Programs_are_unloaded()
    {
        var contexts = new List<WeakReference>();
        for (var i = 0; i < 20; i++) contexts.Add(Explore(Racy));
        // A context goes when the collector has found that nothing refers to it, and finalizers have run; twice or three times.
        Assert.True(SpinWait.SpinUntil(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !contexts.Exists(context => context.IsAlive);
        }, TimeSpan.FromSeconds(30)), $"{contexts.Count(context => context.IsAlive)} of 20 are still there");
    }

    [Fact]
    public void Programs_of_tasks_are_unloaded_with_their_timers_tokens_and_unfinished_tasks()
    {
        var contexts = new List<WeakReference>();
        var (timers, unobserved, context) = (Timer.ActiveCount, new List<Exception>(), SynchronizationContext.Current);
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved) unobserved.Add(e.Exception);
        }
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            for (var i = 0; i < 10; i++) contexts.Add(Explore(Async, StrategyKind.Surw));
            Assert.True(SpinWait.SpinUntil(() =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !contexts.Exists(each => each.IsAlive);
            }, TimeSpan.FromSeconds(30)), $"{contexts.Count(each => each.IsAlive)} of 10 are still there");
        }
        finally { TaskScheduler.UnobservedTaskException -= Note; }
        Assert.Empty(unobserved);
        Assert.InRange(Timer.ActiveCount, 0, timers);
        Assert.Same(context, SynchronizationContext.Current);
    }

    [Fact]
    public void Its_threads_are_gone_and_the_caller_may_go_where_it_could_before()
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere nobody is pinned, and threads cannot be told apart
        var cores = Cores();
        var before = Carriers();
        string[] made;
        using (var exploration = new Exploration(Compiled.Test(Racy), _options))
        {
            exploration.Search();
            made = [.. Carriers().Except(before)]; // some of those before may be on their way out
            Assert.Equal(3, made.Length);
            Assert.Equal(cores, Cores());
        }
        // Who has joined a thread may still see it for a moment: the system takes it away after that.
        Assert.True(SpinWait.SpinUntil(() => !Carriers().Intersect(made).Any(), TimeSpan.FromSeconds(30)), "some are still there");
    }

    [Fact]
    public void Pinning_is_for_its_duration_and_a_core_that_is_not_there_is_left_out()
    {
        if (!OperatingSystem.IsLinux()) return;
        var cores = Cores();
        using (var pinned = new Pinning(Pinning.CurrentCore))
        {
            Assert.True(pinned.IsPinned);
            Assert.DoesNotContain('-', Cores());
        }
        Assert.Equal(cores, Cores());
        foreach (var core in (int[])[-1, 1_023, 1_024, int.MaxValue])
        {
            using var nowhere = new Pinning(core);
            Assert.False(nowhere.IsPinned);
            Assert.Equal(cores, Cores());
        }
    }

    [Fact]
    public void Memory_stays_flat_but_for_a_number_a_schedule()
    {
        using var exploration = new Exploration(Compiled.Test("""
            public static void Test()
            {
                var (x, g) = (0, new object());
                void Work() { for (var i = 0; i < 10; i++) lock (g) x++; }
                Thread a = new(Work), b = new(Work);
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """), _options with { Schedules = int.MaxValue });
        var pos = new Pos(1);
        exploration.Run(pos, out _, limit: 500);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        exploration.Run(pos, out _, limit: 2_000);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(kept, long.MinValue, 2_000 * 200); // an execution makes 10,000 bytes
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that nothing of it is left on the stack
    private static WeakReference Explore(string program, StrategyKind strategy = StrategyKind.Default)
    {
        var test = Compiled.Test(program);
        using var exploration = new Exploration(test, _options with { Strategy = strategy, Races = RacePolicy.Report });
        exploration.Search();
        Assert.NotEmpty(exploration.Races.Found);
        GC.Collect(); // nothing but the test refers to the context now: its finalizer runs
        exploration.Search();
        return new WeakReference(AssemblyLoadContext.GetLoadContext(AsyncTest.MethodOf(test).Module.Assembly), trackResurrection: true);
    }

    // Such as 0-1: where the calling thread may run.
    private static string Cores() => File.ReadLines("/proc/thread-self/status")
        .First(line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal)).Split('\t')[1];

    private static string[] Carriers() => [.. Directory.GetDirectories("/proc/self/task").Where(task =>
    {
        try { return File.ReadAllText(Path.Combine(task, "comm")).Trim() == "explored"; }
        catch (IOException) { return false; } // it has just ended
    })];
}
