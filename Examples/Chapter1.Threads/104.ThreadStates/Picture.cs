using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.ThreadStates;

/// <summary>The subjects as a table, narrow enough to be painted over in a terminal of 80 columns.</summary>
public static class Picture
{
    private const int LongestPath = 7;

    /// <summary>Where everybody is now, and how often each state was seen.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Subject> subjects, bool hasKernel)
    {
        (string Heading, Seen State)[] counted = hasKernel
            ? [("new", Seen.New), ("ready", Seen.Ready), ("run", Seen.Running), ("wait", Seen.Waiting), ("ended", Seen.Ended)]
            : [("new", Seen.New), ("ready or run", Seen.Runnable), ("wait", Seen.Waiting), ("ended", Seen.Ended)];
        string[] headings = ["thread", "platform", "kernel", "state", .. counted.Select(column => column.Heading)];
        var rows = subjects.Select(subject => (string[])
            [subject.Name, $"{subject.Platform}", $"{subject.Letter}", Word(subject.Last),
             .. counted.Select(column => $"{subject.Count(column.State)}")]).ToList();
        return [.. PlainText.Table(headings, rows, [.. headings.Select((_, column) => column >= 4)])];
    }

    /// <summary>The way of a thread through its states; of a long way, the beginning and the end.</summary>
    public static string Way(IReadOnlyList<Seen> path) => path.Count <= LongestPath
        ? string.Join(" > ", path.Select(Word))
        : $"{string.Join(" > ", path.Take(LongestPath - 2).Select(Word))} > ... > {Word(path[^1])} ({path.Count - 1} changes)";

    private static string Word(Seen state) => state switch
    {
        Seen.Runnable => "ready?",
        _ => $"{state}".ToLowerInvariant(),
    };
}
