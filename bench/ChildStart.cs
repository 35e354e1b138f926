using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>A function in a child process, start to join, beside a .NET program that does nothing. Wanted: at most 1.11x (0.9x
/// as many a second).</summary>
public class ChildStart
{
    private readonly BareProgram _bare = new();

    [GlobalCleanup]
    public void RemoveProgram() => _bare.Dispose();

    [Benchmark(Baseline = true)]
    public void BareProcess() => _bare.Run();

    [Benchmark]
    public int FunctionInAChild()
    {
        using var child = ChildProcess.Start(Add, 2, 3);
        return child.Result();
    }

    private static int Add(int a, int b) => a + b;
}
