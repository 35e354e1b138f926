using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>/bin/true, from start to exit code, nothing captured. Wanted: at most 1.0 of Process.Start.</summary>
public class SubprocessTrue
{
    private const int Runs = 50;
    private static readonly Command _command = new("/bin/true") { Output = StreamTarget.Inherit, Error = StreamTarget.Inherit };
    private PythonSubprocess? _python;

    [GlobalSetup(Target = nameof(Python))]
    public void StartPython() => _python = PythonSubprocess.StartOrSkip();

    [GlobalCleanup(Target = nameof(Python))]
    public void StopPython() => _python?.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Runs)]
    public int ProcessStart()
    {
        var sum = 0;
        for (var i = 0; i < Runs; i++)
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/true"))!;
            process.WaitForExit();
            sum += process.ExitCode;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Runs)]
    public int Subprocess()
    {
        var sum = 0;
        for (var i = 0; i < Runs; i++) sum += Workbook.Ipc.Processes.Subprocess.Run(_command).Status.Code;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Runs)]
    public void Python() => _python!.Run("true", Runs);
}
