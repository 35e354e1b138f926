using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>Function calls in a child process, start to join: beside a .NET program that does nothing. Wanted: at least 0.9x as
/// many a second. The start of the runtime is nearly all of it.</summary>
internal sealed class ChildStart : IProgramBenchmark
{
    private const int Batch = 5;

    public void Run(FigureTable figures)
    {
        using var bare = new EmptyProgram();
        figures.Measure("function in a child, start to join, a second", () => Rate.PerSecond(Batch, Functions), null,
            new Contender("bare .NET process", () => Rate.PerSecond(Batch, () => Programs(bare)), Goal.AtLeast(0.9)));
        figures.Measure("the same, a second of processor time", () => CpuTime.PerSecond(Batch, Functions), null,
            new Contender("bare .NET process", () => CpuTime.PerSecond(Batch, () => Programs(bare)), Goal.AtLeast(0.9)));
    }

    private static void Nothing() { }

    private static void Functions()
    {
        for (var i = 0; i < Batch; i++)
        {
            using var child = ChildProcess.Start(Nothing, Children.Daemon);
            Children.Join(child);
        }
    }

    private static void Programs(EmptyProgram bare)
    {
        for (var i = 0; i < Batch; i++) bare.Run();
    }
}
