using System.Diagnostics;
using System.Reflection;
using Workbook.Explorer;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Strategies;

namespace Bench.Programs;

/// <summary>What an exploration holds after 10,000, 100,000 and 1,000,000 schedules. Wanted: flat, but for 30 bytes with which it
/// knows a schedule that it has run, and as many for a behaviour under partial-order reduction.</summary>
internal sealed class ExplorerMemory : IProgramBenchmark
{
    private const double BytesEach = 70; // up to 32 in a hash table that doubles when it is full; twice

    private static readonly ExploreOptions _endless = new() { Schedules = int.MaxValue, Time = TimeSpan.FromDays(1) };

    public void Run(FigureTable figures)
    {
        Measure(figures, "chance", new Pos(1));
        Measure(figures, "DPOR", new SourceDpor());
    }

    private static void Measure(FigureTable figures, string name, IStrategy strategy)
    {
        var type = typeof(ExplorerMemory).FullName!;
        var program = RewrittenProgram.FromFile(typeof(ExplorerMemory).Assembly.Location, (type, nameof(Test)));
        var test = program.Assembly.GetType(type)!.GetMethod(nameof(Test), BindingFlags.Static | BindingFlags.NonPublic)!;
        using var exploration = new Exploration(test.CreateDelegate<Action>(), _endless);
        foreach (var schedules in (int[])[10_000, 100_000, 1_000_000])
        {
            var failed = exploration.Run(strategy, out var isComplete, schedules - exploration.Executions);
            if (failed is not null || isComplete || exploration.IsStale)
                throw new InvalidOperationException("This was to go on.");
            var heap = (double)GC.GetTotalMemory(forceFullCollection: true);
            var wanted = Goal.AtMost(15 + schedules * BytesEach / 1e6);
            figures.Measure($"heap after {schedules:N0} schedules by {name}, MB", () => heap / 1e6, wanted);
            figures.Measure("the process then, MB", () => Process.GetCurrentProcess().WorkingSet64 / 1e6, null);
        }
    }

    // Two threads with twelve locks each: 2.7 million behaviours, and many more schedules.
    private static void Test()
    {
        var (x, guard) = (0, new object());
        Thread a = new(Work), b = new(Work);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        if (x != 24) throw new InvalidOperationException("An addition was lost.");

        void Work()
        {
            for (var i = 0; i < 12; i++) lock (guard) x++;
        }
    }
}
