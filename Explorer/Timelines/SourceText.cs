using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Timelines;

/// <summary>The statements of the program's source, where its files can be read.</summary>
internal sealed class SourceText(SourceMap sites)
{
    private readonly Dictionary<string, string[]> _files = new(StringComparer.Ordinal);

    public Site? this[int site] => sites[site];

    /// <summary>The whole line at that site, without blanks around it; null: it cannot be read.</summary>
    public string? Line(int site) =>
        sites[site] is { File: { } file, Line: > 0 } at && LinesOf(file) is { } lines && at.Line <= lines.Length
            ? Shown(lines[at.Line - 1]) : null;

    /// <summary>The statement at that site, in one line; null: it cannot be read.</summary>
    public string? Statement(int site)
    {
        if (sites[site] is not { File: { } file, Line: > 0 } at || LinesOf(file) is not { } lines || at.Line > lines.Length)
            return null;
        var line = lines[at.Line - 1];
        if (at.Column < 1 || at.Column > line.Length) return Shown(line);
        if (at.EndLine == at.Line && at.EndColumn == at.Column + 1) return Shown(line); // a brace
        if (at.EndLine == at.Line && at.EndColumn > at.Column && at.EndColumn <= line.Length + 1)
            return Shown(line[(at.Column - 1)..(at.EndColumn - 1)]);
        return Shown(line[(at.Column - 1)..]);
    }

    /// <summary>The lines of a file; null: it cannot be read.</summary>
    public string[]? LinesOf(string file)
    {
        if (_files.TryGetValue(file, out var known)) return known.Length == 0 ? null : known;
        string[] lines = [];
        try
        {
            if (File.Exists(file)) lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // told without it
        _files.Add(file, lines);
        return lines.Length == 0 ? null : lines;
    }

    private static string Shown(string text)
    {
        var comment = text.IndexOf(" //", StringComparison.Ordinal);
        return (comment > 0 ? text[..comment] : text).Trim();
    }
}
