using System.Diagnostics;

namespace Workbook.Examples.Threads.DaemonThreads;

/// <summary>What the lines of one child say, line by line and in sum.</summary>
/// <param name="foreground">The steps that its foreground thread had to do, 0 for no such thread.</param>
/// <param name="background">The steps that its background thread had to do.</param>
/// <remarks>For one thread. All times count from the child's first line.</remarks>
[DebuggerDisplay("{Background,nq}")]
internal sealed class Report(int foreground, int background)
{
    private static readonly string[] _columns = ["main", "foreground", "background"];

    private readonly Dictionary<string, int> _steps = [];
    private readonly HashSet<string> _tidied = [];
    private long? _beganAt, _mainReturnedMs;
    private long _endedMs;

    public string Threads => foreground == 0 ? "background only" : "both";

    public string MainReturned => _mainReturnedMs is { } ms ? Seconds(ms) : "never";

    public string ProcessEnded => Seconds(_endedMs);

    public string Foreground => foreground == 0 ? "-" : Sum("foreground", foreground);

    public string Background => Sum("background", background);

    /// <summary>Takes a line of the child in.</summary>
    /// <returns>The line for a person: time, and the event in the column of its thread.</returns>
    /// <exception cref="FormatException">No child of ours writes such a line.</exception>
    public string Add(string line)
    {
        var words = line.Split(' ', 3);
        var column = words.Length == 3 ? Array.IndexOf(_columns, words[1]) : -1;
        if (column < 0 || !long.TryParse(words[0], out var at))
            throw new FormatException($"the child wrote '{line}', which is no event.");

        _beganAt ??= at;
        var (ms, who, what) = (at - _beganAt.Value, words[1], words[2]);
        if (int.TryParse(what, out var step)) _steps[who] = step;
        else if (what == "tidies up") _tidied.Add(who);
        else if (what == "returns") _mainReturnedMs = ms;
        return $"  {Seconds(ms),7}  {new string(' ', column * 12)}{who} {what}";
    }

    /// <summary>The child has ended just now.</summary>
    public string Ended()
    {
        _endedMs = Child.MachineMilliseconds - (_beganAt ?? Child.MachineMilliseconds);
        return $"  {Seconds(_endedMs),7}  the process has ended";
    }

    private static string Seconds(long ms) => $"{ms / 1000.0:0.00} s";

    private string Sum(string who, int all) =>
        $"{_steps.GetValueOrDefault(who)} of {all} steps, {(_tidied.Contains(who) ? "tidied up" : "cut off")}";
}
