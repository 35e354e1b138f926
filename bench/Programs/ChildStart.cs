using System.Diagnostics;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>Function calls in a child process, start to join, a second: beside a bare .NET process that starts and ends.
/// Wanted: at least 0.9x. The start of the runtime is nearly all of it.</summary>
internal sealed class ChildStart : IProgramBenchmark
{
    private const int Children = 20;

    public void Run(FigureTable figures)
    {
        var ours = FigureTable.Median(5, () => PerSecond(() =>
        {
            using var child = ChildProcess.Start(Nothing);
            child.Join();
        }));
        // The child host without its two words: it says what it is, and ends.
        var bare = FigureTable.Median(5, () => PerSecond(() =>
        {
            string[] arguments = ["exec", typeof(ChildProcess).Assembly.Location];
            var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
        }));
        figures.Add("function in a child process, start to join", "a second", ours, ("bare .NET process", bare), "at least 0.9x");
    }

    private static void Nothing() { }

    private static double PerSecond(Action once)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Children; i++) once();
        return Children / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
