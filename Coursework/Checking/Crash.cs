using System.Text.RegularExpressions;

namespace Workbook.Coursework.Checking;

/// <summary>Why a checker died by itself, as its exit code and the runtime's last words tell.</summary>
internal static partial class Crash
{
    private const int OutOfMemoryKilled = 137; // 128 + SIGKILL: by the system, not by us

    public static (string Kind, string Why) Of(int exitCode, string printed)
    {
        if (printed.Contains("Stack overflow", StringComparison.Ordinal))
            return ("crashed", $"the stack overflowed{(Deepest(printed) is { } method ? $": {method} calls itself again and again" : "")}");
        if (printed.Contains("Out of memory", StringComparison.Ordinal)) return ("memory", "there was no memory left for it");
        if (exitCode == OutOfMemoryKilled) return ("memory", "the system ended it; it took too much memory, most likely");
        if (exitCode is >= 0 and < 128 && !printed.Contains("Unhandled exception", StringComparison.Ordinal))
            return ("crashed", $"it ended the whole process with exit code {exitCode}: does it call Environment.Exit?");
        var words = printed.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? $"exit code {exitCode}";
        return ("crashed", $"it ended the whole process: {words}");
    }

    // The runtime prints the frames of a stack that is full, and how often they repeat.
    private static string? Deepest(string printed) => Frame().Match(printed) is { Success: true } frame ? frame.Groups["method"].Value : null;

    [GeneratedRegex(@"at (?:[\w.<>`+]+\.)?(?<method>[\w<>`]+\.[\w<>`]+)\(")]
    private static partial Regex Frame();
}
