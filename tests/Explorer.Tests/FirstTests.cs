using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests;

public class FirstTests
{
    private const string LostUpdate = """
        class Counter { public int Value; public void Increment() { Value++; } }
        public static void Test()
        {
            var counter = new Counter();
            Thread a = new(counter.Increment), b = new(counter.Increment);
            a.Start(); b.Start(); a.Join(); b.Join();
            if (counter.Value != 2) throw new Exception($"{counter.Value}");
        }
        """;
    private const string Safe = """
        static readonly object gate = new();
        static int value;
        public static void Test()
        {
            value = 0; int inter = 0;
            void Body() { lock (gate) value++; Interlocked.Increment(ref inter); }
            Thread a = new(Body), b = new(Body);
            a.Start(); b.Start(); a.Join(); b.Join();
            if (value != 2 || inter != 2) throw new Exception($"{value}");
        }
        """;

    private void Show(string what, string source, bool stop = true)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var test = Compiled.Test(source);
        File.AppendAllText("/tmp/explorer.log", "\n" + $"{what}: compiled and rewritten in {watch.ElapsedMilliseconds} ms");
        var exploration = new Exploration(test);
        watch.Restart();
        do
        {
            exploration.Races.HasNewPoints = false;
            for (var bound = 0; bound < 3 && !exploration.Races.HasNewPoints; bound++)
            {
                var search = new BoundedSearch(bound);
                var failed = exploration.Run(search);
                File.AppendAllText("/tmp/explorer.log", "\n" + $"bound {bound}: {failed?.Failure?.Kind} {failed?.Failure?.Message} after {exploration.Schedules} schedules, {watch.ElapsedMilliseconds} ms, {exploration.Races.Found.Count} races {search.LeftSomethingOut}");
                if (failed is not null && stop) { foreach (var step in failed.Steps) File.AppendAllText("/tmp/explorer.log", "\n" + $"{failed.Threads[step.Thread].Name} {step.Operation.Kind} {step.Operation.Resource.Name} {step.IsPreemption}"); return; }
            }
        } while (exploration.Races.HasNewPoints);
        watch.Restart();
        var before = exploration.Schedules;
        var dpor = new SourceDpor();
        var f = exploration.Run(dpor, 20000);
        File.AppendAllText("/tmp/explorer.log", "\n" + $"dpor {f?.Failure?.Kind} {exploration.Schedules - before} schedules, {dpor.Classes.Count} classes, {watch.ElapsedMilliseconds} ms");
        before = exploration.Schedules;
        watch.Restart();
        var all = new AllClasses(new BoundedSearch(1000));
        f = exploration.Run(all, 20_000);
        File.AppendAllText("/tmp/explorer.log", "\n" + $"dfs {f?.Failure?.Kind} {exploration.Schedules - before} schedules, {all.Classes.Count} classes, {watch.ElapsedMilliseconds} ms");
    }

    private sealed class AllClasses(IStrategy inner) : IStrategy
    {
        public HashSet<ulong> Classes { get; } = [];
        public bool Begin() => inner.Begin();
        public Scheduling.ControlledThread? Choose(Scheduling.Execution execution, Scheduling.ControlledThread? last) => inner.Choose(execution, last);
        public void End(Scheduling.Execution execution) { Classes.Add(new HappensBefore(execution).ClassHash()); inner.End(execution); }
    }

    private sealed class Dump(IStrategy inner, string file) : IStrategy
    {
        private readonly HashSet<ulong> _seen = [];
        public bool Begin() => inner.Begin();
        public Scheduling.ControlledThread? Choose(Scheduling.Execution execution, Scheduling.ControlledThread? last) => inner.Choose(execution, last);
        public void End(Scheduling.Execution execution) { if (_seen.Add(new HappensBefore(execution).ClassHash()) || true) File.AppendAllText(file, $"{execution.WasPruned} " + string.Join(" ", execution.Steps.Select(s => $"{s.Thread}{s.Operation.Kind.ToString()[0]}{s.Operation.Kind.ToString()[1]}")) + "\n"); inner.End(execution); }
    }

    [Fact]
    public void Two()
    {
        File.Delete("/tmp/d1"); File.Delete("/tmp/d2");
        var test = Compiled.Test("static object g = new(); static bool ready; public static void Test() { ready = false; Thread a = new(() => { lock (g) { while (!ready) Monitor.Wait(g); } }), b = new(() => { lock (g) { ready = true; Monitor.PulseAll(g); } }), c = new(() => { lock (g) { while (!ready) Monitor.Wait(g); } }); a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join(); }");
        new Exploration(test).Run(new Dump(new SourceDpor(), "/tmp/d1"));
    }

    [Fact]
    public void One()
    {
        Show("lost", LostUpdate);
        Show("safe", Safe);
        Show("two", "static int x; public static void Test() { x = 0; Thread a = new(() => Interlocked.Increment(ref x)), b = new(() => Interlocked.Increment(ref x)); a.Start(); b.Start(); a.Join(); b.Join(); }");
        Show("three", "static int x; public static void Test() { x = 0; var all = new List<Thread>(); for (int i = 0; i < 3; i++) all.Add(new(() => { Interlocked.Increment(ref x); Interlocked.Increment(ref x); })); foreach (var t in all) t.Start(); foreach (var t in all) t.Join(); }");
        Show("locks", "static object g = new(), h = new(); public static void Test() { var all = new List<Thread>(); for (int i = 0; i < 3; i++) all.Add(new(() => { lock (g) lock (h) { } lock (h) { } })); foreach (var t in all) t.Start(); foreach (var t in all) t.Join(); }");
        Show("monitor", "static object g = new(); static bool ready; public static void Test() { ready = false; Thread a = new(() => { lock (g) { while (!ready) Monitor.Wait(g); } }), b = new(() => { lock (g) { ready = true; Monitor.PulseAll(g); } }), c = new(() => { lock (g) { while (!ready) Monitor.Wait(g); } }); a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join(); }");
        Show("lostwakeup", "static object g = new(); static bool ready; public static void Test() { ready = false; Thread a = new(() => { lock (g) { Monitor.Wait(g); } }), b = new(() => { lock (g) { ready = true; Monitor.PulseAll(g); } }); a.Start(); b.Start(); a.Join(); b.Join(); }");
        Show("spin", "static volatile bool ready; public static void Test() { ready = false; Thread a = new(() => { while (!ready) Thread.Yield(); }), b = new(() => { ready = true; }); a.Start(); b.Start(); a.Join(); b.Join(); }");
        Show("array", "public static void Test() { var x = new int[2]; Thread a = new(() => { for (int i = 0; i < 2; i++) x[0]++; }), b = new(() => { for (int i = 0; i < 2; i++) x[1]++; }); a.Start(); b.Start(); a.Join(); b.Join(); if (x[0] + x[1] != 4) throw new Exception(); }");
        Show("array2", "public static void Test() { var x = new int[2]; Thread a = new(() => { x[0]++; }), b = new(() => { x[0]++; }); a.Start(); b.Start(); a.Join(); b.Join(); if (x[0] != 2) throw new Exception(); }", stop: false);
        Assert.Fail("see");
    }
}
