using System.Diagnostics;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>Function calls in a child process, start to join, a second: beside a bare .NET process that starts and ends. Wanted: at least
/// 0.9x. The start of the runtime is nearly all of it.</summary>
internal sealed class ChildStart : IProgramBenchmark
{
    private const int Children = 20;

    public void Run(FigureTable figures)
    {
        using var program = new BareProgram();
        List<double> ours = [], bare = [], oursCpu = [], bareCpu = [];
        for (var round = 0; round < 5; round++) // in turn, so that both have the same neighbours
        {
            Measure(ours, oursCpu, () =>
            {
                using var child = ChildProcess.Start(Nothing);
                child.Join();
            });
            Measure(bare, bareCpu, program.Run);
        }
        figures.Add("function in a child process, start to join", "a second", Median(ours), ("bare .NET process", Median(bare)),
            "at least 0.9x");
        figures.Add("the same by CPU time", "for a second of CPU", Median(oursCpu), ("bare .NET process", Median(bareCpu)),
            "at least 0.9x");
    }

    private static void Nothing() { }

    private static void Measure(List<double> perSecond, List<double> perSecondOfCpu, Action once)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), BareProgram.ChildrenCpu());
        for (var i = 0; i < Children; i++) once();
        perSecond.Add(Children / Stopwatch.GetElapsedTime(start).TotalSeconds);
        perSecondOfCpu.Add(Children / ((BareProgram.ChildrenCpu() - cpu) / 1000));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
