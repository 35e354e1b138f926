namespace Workbook.Explorer.Tests;

public class FirstTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static int _sold;

    [Fact]
    public void Own()
    {
        var verdict = Explore.Test(() =>
        {
            _sold = 0;
            var left = 1;
            void Sell() { if (left > 0) { left--; Interlocked.Increment(ref _sold); } }
            Thread a = new(Sell) { Name = "w1" }, b = new(Sell) { Name = "w2" };
            a.Start(); b.Start(); a.Join(); b.Join();
            Assert.Equal(1, _sold);
        });
        output.WriteLine($"{verdict}\n{verdict.Timeline}\n{string.Join("\n", verdict.Races)} {verdict.Time} {verdict.Schedule}");
        Assert.Fail("see");
    }

    [Fact]
    public void Snippets()
    {
        foreach (var source in (string[])[
            "public static void Test() { var x = new int[2]; Thread a = new(() => { x[0]++; }), b = new(() => { x[0]++; }); a.Start(); b.Start(); a.Join(); b.Join(); if (x[0] != 2) throw new Exception(); }",
            "static object g = new(); static bool ready; public static void Test() { ready = false; Thread a = new(() => { lock (g) { while (!ready) Monitor.Wait(g); } }), b = new(() => { lock (g) { ready = true; Monitor.PulseAll(g); } }), c = new(() => { lock (g) { while (!ready) Monitor.Wait(g); } }); a.Start(); b.Start(); c.Start(); a.Join(); b.Join(); c.Join(); }",
            "static object g = new(), h = new(); public static void Test() { Thread a = new(() => { lock (g) lock (h) { } }), b = new(() => { lock (h) lock (g) { } }); a.Start(); b.Start(); a.Join(); b.Join(); }",
            ])
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var program = Compiled.Program("using System; using System.Threading; public static class Program { " + source + "}");
            var test = program.Assembly.GetType("Program")!.GetMethod("Test")!.CreateDelegate<Action>();
            var verdict = Explore.Run(test, program.Sites, new ExploreOptions());
            output.WriteLine($"{verdict}\n{verdict.Timeline}\n{string.Join("\n", verdict.Races)} {verdict.Time} {verdict.Schedule}");
        }
        Assert.Fail("see");
    }
}
