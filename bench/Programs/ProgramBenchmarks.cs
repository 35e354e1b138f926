using System.Diagnostics;
using System.Globalization;

namespace Bench.Programs;

/// <summary>What <c>--programs</c> does.</summary>
internal static class ProgramBenchmarks
{
    /// <summary>Runs the benchmarks whose name contains all the words. One that fails says so, and the others run.</summary>
    /// <returns>How many failed.</returns>
    public static int Run(string[] words)
    {
        var start = Stopwatch.GetTimestamp();
        var programs = typeof(ProgramBenchmarks).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IProgramBenchmark)) && type.IsClass)
            .Where(type => words.All(word => type.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(type => type.Name, StringComparer.Ordinal);
        Console.WriteLine($"{Environment.ProcessorCount} cores, load {Load()}; median (least to most); ratio: ours / the peer's");
        Console.WriteLine();
        var figures = new FigureTable();
        var failed = 0;
        foreach (var type in programs)
        {
            try
            {
                ((IProgramBenchmark)Activator.CreateInstance(type)!).Run(figures);
            }
            catch (Exception failure)
            {
                Console.Error.WriteLine($"{type.Name}: {failure}");
                failed++;
            }
        }
        Console.WriteLine();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:f0} s; load at the end {Load()}"));
        return failed;
    }

    // Of the last minute: threads that run or want to.
    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
