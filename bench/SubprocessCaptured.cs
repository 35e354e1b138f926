using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>/bin/echo, from start to exit code, both outputs captured, so that neither can block the program. Wanted: at most 1.0
/// of Process.Start.</summary>
public class SubprocessCaptured
{
    private const int Runs = 50;
    private static readonly Command _command = new("/bin/echo", "hello");
    private PythonSubprocess? _python;

    [GlobalSetup(Target = nameof(Python))]
    public void StartPython() => _python = PythonSubprocess.StartOrSkip();

    [GlobalCleanup(Target = nameof(Python))]
    public void StopPython() => _python?.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Runs)]
    public int ProcessStart()
    {
        var length = 0;
        for (var i = 0; i < Runs; i++)
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/echo", ["hello"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync(); // meanwhile
            length += process.StandardOutput.ReadToEnd().Length + error.Result.Length;
            process.WaitForExit();
        }
        return length;
    }

    [Benchmark(OperationsPerInvoke = Runs)]
    public int Subprocess()
    {
        var length = 0;
        for (var i = 0; i < Runs; i++)
        {
            var result = Workbook.Ipc.Processes.Subprocess.Run(_command);
            length += result.Output.Length + result.Error.Length;
        }
        return length;
    }

    [Benchmark(OperationsPerInvoke = Runs)]
    public void Python() => _python!.Run("captured", Runs);
}
