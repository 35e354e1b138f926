using System.Diagnostics;
using System.Reflection;
using Workbook.Explorer;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Strategies;

namespace Bench.Programs;

/// <summary>What an exploration holds after 10,000, 100,000 and 1,000,000 schedules. Wanted: flat, but for 30 bytes a schedule with which
/// it knows which it has run (and as many a behaviour, under partial-order reduction).</summary>
internal sealed class ExplorerMemory : IProgramBenchmark
{
    private const double BytesEach = 70; // 16 in a hash table of ulongs that is at least half full and doubles; twice

    public void Run(FigureTable figures)
    {
        Measure(figures, "chance", new Pos(1));
        Measure(figures, "DPOR", new SourceDpor());
    }

    private static void Measure(FigureTable figures, string name, IStrategy strategy)
    {
        var type = typeof(ExplorerMemory).FullName!;
        var program = RewrittenProgram.FromFile(typeof(ExplorerMemory).Assembly.Location, (type, nameof(Test)));
        var test = program.Assembly.GetType(type)!.GetMethod(nameof(Test), BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Action>();
        using var exploration = new Exploration(test, new ExploreOptions { Schedules = int.MaxValue, Time = TimeSpan.FromDays(1) });
        foreach (var schedules in (int[])[10_000, 100_000, 1_000_000])
        {
            if (exploration.Run(strategy, out var isComplete, schedules - exploration.Executions) is not null || isComplete || exploration.IsStale)
                throw new InvalidOperationException("This was to go on.");
            var heap = (double)GC.GetTotalMemory(forceFullCollection: true);
            figures.Measure($"heap after {schedules:N0} schedules by {name}, MB", () => heap / 1e6, Goal.AtMost(10 + schedules * BytesEach / 1e6));
            figures.Measure("the process then, MB", () => Process.GetCurrentProcess().WorkingSet64 / 1e6, null);
        }
    }

    // Two threads with ten steps each on one place: 184,756 behaviours, and many more schedules.
    private static void Test()
    {
        var (x, guard) = (0, new object());
        Thread a = new(Work), b = new(Work);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        if (x != 20) throw new InvalidOperationException("An addition was lost.");

        void Work()
        {
            for (var i = 0; i < 10; i++) lock (guard) x++;
        }
    }
}
