using System.Globalization;

namespace Workbook.Concurrency.Scheduling;

/// <summary>Jobs as a person types them: <c>A:0:5 B:1:2,6,3</c> is name, arrival, CPU ticks (or CPU, I/O, CPU, ...).</summary>
public static class JobText
{
    /// <summary>The largest number that may stand in the text, in ticks.</summary>
    public const int MaxNumber = 9_999;

    /// <summary>The largest number of jobs.</summary>
    public const int MaxJobs = 100;

    /// <summary>Reads jobs that are separated by white space.</summary>
    /// <exception cref="FormatException">It is no such list; the message is one line: the spot, and what is right.</exception>
    public static IReadOnlyList<Job> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MaxJobs)
            throw new FormatException($"{words.Length} jobs; give 1 to {MaxJobs}, such as A:0:5 B:1:3");

        var jobs = words.Select(ParseOne).ToList();
        var names = new HashSet<string>();
        if (jobs.FirstOrDefault(job => !names.Add(job.Name)) is { } twice)
            throw new FormatException($"two jobs are named '{twice.Name}'; give each its own name");
        return jobs;
    }

    private static Job ParseOne(string word)
    {
        var parts = word.Split(':');
        if (parts.Length != 3 || parts[0].Length == 0)
            throw new FormatException($"'{word}' is not a job; write name:arrival:ticks, such as A:0:5");

        var arrival = ParseNumber(word, parts[1], "the arrival", least: 0);
        var phases = parts[2].Split(',').Select(number => ParseNumber(word, number, "each number of ticks", least: 1)).ToList();
        return phases.Count % 2 == 1
            ? new Job(parts[0], arrival, phases)
            : throw new FormatException($"'{word}' ends with I/O; write cpu or cpu,io,cpu and so on, such as B:1:2,6,3");
    }

    private static int ParseNumber(string word, string number, string what, int least) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= MaxNumber
            ? value
            : throw new FormatException($"'{number}' in '{word}': {what} must be a whole number from {least} to {MaxNumber}");
}
