namespace Workbook.Examples.Exercises;

/// <summary>One step from a nudge to nearly the answer: a <c>##</c> heading of <c>hints.md</c> and what stands below it.</summary>
internal sealed record Hint(string Title, string Text)
{
    /// <summary>Cuts a <c>hints.md</c> into its hints.</summary>
    public static IReadOnlyList<Hint> Split(string markdown)
    {
        var hints = new List<Hint>();
        foreach (var part in ("\n" + markdown.ReplaceLineEndings("\n")).Split("\n## ").Skip(1))
        {
            var title = part.Split('\n', 2);
            hints.Add(new Hint(title[0].Trim(), title.Length > 1 ? title[1].Trim() : ""));
        }
        return hints;
    }
}
