using System.Diagnostics;
using System.Globalization;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>What this machine offers.</summary>
internal static class Machine
{
    /// <summary>Why <paramref name="needs"/> cannot be met here, and how they could; null when they are.</summary>
    public static string? Lacks(Needs needs) =>
        needs.HasFlag(Needs.ProcFileSystem) && !File.Exists("/proc/self/status")
            ? "needs /proc, the Linux kernel's view of its processes; run it on Linux: WSL on Windows, a container or a virtual machine elsewhere"
            : null;

    /// <summary>The limits of this process on how many files it may have open; null where they cannot be read.</summary>
    public static (string Soft, string Hard)? OpenFiles
    {
        get
        {
            // Max open files            1024                 1048576              files
            var line = ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is { Length: >= 5 } ? (words[3], words[4]) : null;
        }
    }

    /// <summary>How many threads the whole system may have; null where it cannot be read.</summary>
    public static long? MaxThreads =>
        long.TryParse(ReadLines("/proc/sys/kernel/threads-max").FirstOrDefault(), CultureInfo.InvariantCulture, out var most) ? most : null;

    /// <summary>How long <c>Thread.Sleep(1)</c> really takes: the median of 21. Blocks for about 30 ms.</summary>
    public static double MeasureSleep()
    {
        var taken = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Thread.Sleep(1);
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        taken.Sort();
        return Math.Round(taken[taken.Count / 2], 2);
    }

    private static string[] ReadLines(string path)
    {
        try { return File.Exists(path) ? File.ReadAllLines(path) : []; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }
}
