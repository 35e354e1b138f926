using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Coursework.Checking;

/// <summary>Why a checker died by itself, as its exit code and the runtime's last words tell.</summary>
internal static partial class Crash
{
    private const string Constructor = "..ctor";
    private const int MostLetters = 300; // of a line, in a message
    private const int Signal = 128, Killed = Signal + 9, Segment = Signal + 11; // signal(7): SIGKILL, not by us; SIGSEGV

    public const string NoMemory = "there was no memory left for it: is there something that grows without end?";

    /// <param name="frames">The stack, innermost first.</param>
    public static string StackOverflow(string frames) =>
        $"the stack overflowed: {Candidate(frames) ?? "a method"} is called from within itself without end";

    /// <param name="exitCode">Negative: not known.</param>
    /// <param name="lastWords">Its standard error.</param>
    public static (string Kind, string Why) Of(int exitCode, string lastWords)
    {
        if (lastWords.Contains("Stack overflow", StringComparison.Ordinal)) return ("crashed", StackOverflow(lastWords));
        if (lastWords.Contains("Out of memory", StringComparison.Ordinal)
            || lastWords.Contains("System.OutOfMemoryException", StringComparison.Ordinal))
            return ("memory", NoMemory);
        if (exitCode == Killed) return ("memory", "the system ended it; most likely it took too much memory");
        if (Thrown().Matches(lastWords) is [.., var thrown]) // the last: what stands before it was printed
        {
            return ("crashed", $"an exception that nobody caught ended the whole process{In(lastWords[thrown.Index..])}: "
                + Shortened(thrown.Groups["what"].Value));
        }
        if (exitCode == Segment || lastWords.Contains("Fatal error", StringComparison.Ordinal))
            return ("crashed", $"the process broke down{In(lastWords)}: unsafe code read or wrote memory that is not its own");
        if (exitCode is >= 0 and < Signal)
            return ("crashed", $"it ended the whole process, with exit code {exitCode}; an answer returns, and ends nothing");
        var words = lastWords.Split('\n').Select(Shortened).FirstOrDefault(line => line.Length > 0)
            ?? (exitCode < 0 ? "nobody knows why" : string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}"));
        return ("crashed", $"it ended the whole process: {words}");
    }

    private static string Shortened(string line)
    {
        var shown = new string([.. line.Where(letter => !char.IsControl(letter))]).Trim();
        return shown.Length > MostLetters ? $"{shown[..MostLetters]} ..." : shown;
    }

    private static string In(string lastWords) => Candidate(lastWords) is { } method ? $" in {method}" : "";

    // The innermost method that is neither the platform's nor the explorer's: Counter.Add.
    private static string? Candidate(string frames)
    {
        var found = Frame().Matches(frames).FirstOrDefault(frame => !IsForeign(frame.Groups["space"].Value));
        if (found is null) return null;
        var method = found.Groups["method"].Value.Split('+')[^1];
        var isConstructor = method.EndsWith(Constructor, StringComparison.Ordinal);
        return isConstructor ? $"the constructor of {method[..^Constructor.Length]}" : method;
    }

    private static bool IsForeign(string space) => space.Split('.')[0] is "System" or "Microsoft" or "Internal" or "Interop"
        || space.StartsWith("Workbook.Explorer.", StringComparison.Ordinal)
        || space.StartsWith("Workbook.Coursework.", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*at (?<space>(?:[\w<>`+]+\.)*)(?<method>[\w<>`+]+\.{1,2}[\w<>`]+)\(", RegexOptions.Multiline)]
    private static partial Regex Frame();

    [GeneratedRegex(@"Unhandled exception\. (?<what>.+)$", RegexOptions.Multiline)]
    private static partial Regex Thrown();
}
