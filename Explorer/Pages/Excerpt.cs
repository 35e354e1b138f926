// What a page shows of a file. A short file is shown as a whole; of a long one what is around the lines that steps stand in:
//
//      12  void Sell()                ... lines above, so that the method's head is mostly among them
//      ..
//      20      left--;      <- a step
//      ..
//      26  }                          ... and lines below
//       ⋯
//      81  ...                        the next part
//
// A method is indented by the types around it, which need not be seen: so much is cut from each line, if it is blank.

namespace Workbook.Explorer.Pages;

/// <summary>Cuts out of source files what a page shows.</summary>
internal static class Excerpt
{
    private const int ShortFile = 200, Above = 30, Below = 15, MostLines = 600, LongestLine = 240, Tab = 4;

    /// <summary>What is shown of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lines">All its lines.</param>
    /// <param name="used">The numbers of the lines that steps stand in, from 1 on.</param>
    public static PageSource Of(string name, IReadOnlyList<string> lines, IEnumerable<int> used)
    {
        var wanted = used.Where(line => line >= 1 && line <= lines.Count).Distinct().Order().ToList();
        var indent = wanted.Select(line => Indent(lines[line - 1])).DefaultIfEmpty().Min() - Tab; // the method's head, mostly
        var parts = new List<PageSourcePart>();
        var left = MostLines;
        foreach (var (first, last) in lines.Count <= ShortFile ? [(1, lines.Count)] : Ranges(wanted, lines.Count))
        {
            var count = Math.Min(last - first + 1, left);
            if (count <= 0) break;
            left -= count;
            var shown = Enumerable.Range(first, count).Select(line => Cut(lines[line - 1], indent));
            parts.Add(new PageSourcePart(first, [.. shown]));
        }
        return new PageSource(name, parts);
    }

    private static List<(int First, int Last)> Ranges(List<int> wanted, int count)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var line in wanted)
        {
            var (first, last) = (Math.Max(1, line - Above), Math.Min(count, line + Below));
            if (ranges.Count > 0 && first <= ranges[^1].Last + 1) ranges[^1] = (ranges[^1].First, last);
            else ranges.Add((first, last));
        }
        return ranges;
    }

    private static int Indent(string line) => Untabbed(line) is var text ? text.Length - text.TrimStart().Length : 0;

    private static string Cut(string line, int indent)
    {
        var text = Untabbed(line);
        var blanks = text.Length - text.TrimStart().Length;
        text = text[Math.Min(blanks, Math.Max(0, indent))..].TrimEnd();
        return text.Length <= LongestLine ? text : text[..LongestLine] + "…";
    }

    private static string Untabbed(string line) => line.Replace("\t", new string(' ', Tab), StringComparison.Ordinal);
}
