using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.ThreadStates;

/// <summary>The subjects as a table, narrow enough to be painted over in a terminal of 80 columns.</summary>
public static class Picture
{
    private const int LongestPath = 7;

    /// <summary>Where everybody is now, and how often each state was seen.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Subject> subjects, bool hasKernel)
    {
        string[] headings = ["thread", "platform", "kernel", "state", "new", .. Columns(hasKernel).Select(column => column.Heading), "wait", "ended"];
        var rows = subjects.Select(subject => (string[])[subject.Name, $"{subject.Platform}", $"{subject.Letter}", Word(subject.Last),
            $"{subject.Count(Seen.New)}", .. Columns(hasKernel).Select(column => $"{subject.Count(column.State)}"),
            $"{subject.Count(Seen.Waiting)}", $"{subject.Count(Seen.Ended)}"]).ToList();
        return [.. PlainText.Table(headings, rows, [.. headings.Select((_, column) => column >= 4)])];
    }

    /// <summary>The way of a thread through its states; of a long way, the beginning and the end.</summary>
    public static string Way(IReadOnlyList<Seen> path) => path.Count <= LongestPath
        ? string.Join(" > ", path.Select(Word))
        : $"{string.Join(" > ", path.Take(LongestPath - 2).Select(Word))} > ... > {Word(path[^1])} ({path.Count - 1} changes)";

    private static (string Heading, Seen State)[] Columns(bool hasKernel) =>
        hasKernel ? [("ready", Seen.Ready), ("run", Seen.Running)] : [("ready or run", Seen.Runnable)];

    private static string Word(Seen state) => state switch
    {
        Seen.Runnable => "ready?",
        _ => $"{state}".ToLowerInvariant(),
    };
}
